"""What tests of outlines share: a made-up paragraph, and what was found in a text of one document."""

import reformlab as rl

BODY = "各地要完善教师管理制度，保障教师的工资待遇。"


def only(text: str) -> rl.Outline:
    outlines = rl.split_documents(text)
    assert len(outlines) == 1
    return outlines[0]


def labels(text: str) -> list[str]:
    return [passage.label for passage in only(text).passages]


def roles(text: str) -> list[tuple[str, str]]:
    return [
        (segment.role, text[segment.start : segment.end])
        for segment in only(text).segments
        if segment.role != "blank"
    ]
