"""The papers behind the methods, as BibTeX; a key is cited in `methods` as ``[@key]``."""

from __future__ import annotations

# Of each: type, and its fields.
REFERENCES: dict[str, tuple[str, dict[str, str]]] = {
    "kotliar2019": (
        "article",
        {
            "author": "Kotliar, Dylan and Veres, Adrian and Nagy, M. Aurel and Tabrizi, Shervin and Hodis, "
            "Eran and Melton, Douglas A. and Sabeti, Pardis C.",
            "title": "Identifying gene expression programs of cell-type identity and cellular activity "
            "with single-cell {RNA-Seq}",
            "journal": "eLife",
            "year": "2019",
            "volume": "8",
            "pages": "e43803",
        },
    ),
    "griffiths2004": (
        "article",
        {
            "author": "Griffiths, Thomas L. and Steyvers, Mark",
            "title": "Finding scientific topics",
            "journal": "Proceedings of the National Academy of Sciences",
            "year": "2004",
            "volume": "101",
            "number": "suppl. 1",
            "pages": "5228--5235",
        },
    ),
    "arora2013": (
        "inproceedings",
        {
            "author": "Arora, Sanjeev and Ge, Rong and Halpern, Yonatan and Mimno, David and Moitra, Ankur "
            "and Sontag, David and Wu, Yichen and Zhu, Michael",
            "title": "A practical algorithm for topic modeling with provable guarantees",
            "booktitle": "Proceedings of the 30th International Conference on Machine Learning",
            "year": "2013",
            "pages": "280--288",
        },
    ),
    "bell2002": (
        "article",
        {
            "author": "Bell, Robert M. and McCaffrey, Daniel F.",
            "title": "Bias reduction in standard errors for linear regression with multi-stage samples",
            "journal": "Survey Methodology",
            "year": "2002",
            "volume": "28",
            "number": "2",
            "pages": "169--181",
        },
    ),
    "benjamini1995": (
        "article",
        {
            "author": "Benjamini, Yoav and Hochberg, Yosef",
            "title": "Controlling the false discovery rate: a practical and powerful approach to multiple "
            "testing",
            "journal": "Journal of the Royal Statistical Society: Series B",
            "year": "1995",
            "volume": "57",
            "number": "1",
            "pages": "289--300",
        },
    ),
    "bischof2012": (
        "inproceedings",
        {
            "author": "Bischof, Jonathan M. and Airoldi, Edoardo M.",
            "title": "Summarizing topical content with word frequency and exclusivity",
            "booktitle": "Proceedings of the 29th International Conference on Machine Learning",
            "year": "2012",
            "pages": "201--208",
        },
    ),
    "blei2003": (
        "article",
        {
            "author": "Blei, David M. and Ng, Andrew Y. and Jordan, Michael I.",
            "title": "Latent {Dirichlet} allocation",
            "journal": "Journal of Machine Learning Research",
            "year": "2003",
            "volume": "3",
            "pages": "993--1022",
        },
    ),
    "efron1993": (
        "book",
        {
            "author": "Efron, Bradley and Tibshirani, Robert J.",
            "title": "An introduction to the bootstrap",
            "publisher": "Chapman \\& Hall",
            "address": "New York",
            "year": "1993",
        },
    ),
    "hopkins2010": (
        "article",
        {
            "author": "Hopkins, Daniel J. and King, Gary",
            "title": "A method of automated nonparametric content analysis for social science",
            "journal": "American Journal of Political Science",
            "year": "2010",
            "volume": "54",
            "number": "1",
            "pages": "229--247",
        },
    ),
    "lee1999": (
        "article",
        {
            "author": "Lee, Daniel D. and Seung, H. Sebastian",
            "title": "Learning the parts of objects by non-negative matrix factorization",
            "journal": "Nature",
            "year": "1999",
            "volume": "401",
            "pages": "788--791",
        },
    ),
    "monroe2008": (
        "article",
        {
            "author": "Monroe, Burt L. and Colaresi, Michael P. and Quinn, Kevin M.",
            "title": "Fightin' words: lexical feature selection and evaluation for identifying the content "
            "of political conflict",
            "journal": "Political Analysis",
            "year": "2008",
            "volume": "16",
            "number": "4",
            "pages": "372--403",
        },
    ),
    "newcombe1998": (
        "article",
        {
            "author": "Newcombe, Robert G.",
            "title": "Interval estimation for the difference between independent proportions: comparison of "
            "eleven methods",
            "journal": "Statistics in Medicine",
            "year": "1998",
            "volume": "17",
            "number": "8",
            "pages": "873--890",
        },
    ),
    "pustejovsky2018": (
        "article",
        {
            "author": "Pustejovsky, James E. and Tipton, Elizabeth",
            "title": "Small-sample methods for cluster-robust variance estimation and hypothesis testing in "
            "fixed effects models",
            "journal": "Journal of Business \\& Economic Statistics",
            "year": "2018",
            "volume": "36",
            "number": "4",
            "pages": "672--683",
        },
    ),
    "roberts2016": (
        "article",
        {
            "author": "Roberts, Margaret E. and Stewart, Brandon M. and Airoldi, Edoardo M.",
            "title": "A model of text for experimentation in the social sciences",
            "journal": "Journal of the American Statistical Association",
            "year": "2016",
            "volume": "111",
            "number": "515",
            "pages": "988--1003",
        },
    ),
    "simonsohn2020": (
        "article",
        {
            "author": "Simonsohn, Uri and Simmons, Joseph P. and Nelson, Leif D.",
            "title": "Specification curve analysis",
            "journal": "Nature Human Behaviour",
            "year": "2020",
            "volume": "4",
            "pages": "1208--1214",
        },
    ),
    "zou2008": (
        "article",
        {
            "author": "Zou, Guang Yong and Donner, Allan",
            "title": "Construction of confidence limits about effect measures: a general approach",
            "journal": "Statistics in Medicine",
            "year": "2008",
            "volume": "27",
            "number": "10",
            "pages": "1693--1702",
        },
    ),
}


def write_bibtex(keys: list[str]) -> str:
    """Write the entries of these keys, in the order of the alphabet.

    Raises
    ------
    KeyError
        For a key that is not in `REFERENCES`.

    Examples
    --------
    >>> from reformlab.references import write_bibtex
    >>> write_bibtex(["efron1993"]).splitlines()[0]
    '@book{efron1993,'
    """
    entries = []
    for key in sorted(set(keys)):
        kind, fields = REFERENCES[key]
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
        entries.append(f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n")
    return "\n".join(entries)
