"""What tests of figures share: whether all that is drawn is inside a figure."""


def assert_inside(figure):
    """Nothing is cut off at any side."""
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert min(drawn.x0, drawn.y0, width - drawn.x1, height - drawn.y1) > -0.02
