"""Read a prevalence formula and build the design it asks for: passages x columns of numbers."""

from __future__ import annotations

import ast

import numpy as np
import pandas as pd

from reformlab.corpus.tables import UNKNOWN

# A column of the design is left out where the columns before it explain all of it but this
# part (of its standard deviation): about 1 in 10,000 of its variance.
COLLINEAR = 0.01

FORMULA = "write columns of documents joined by + or *, and spline(column), as in the default"


def build_design(
    passages: pd.DataFrame, documents: pd.DataFrame, formula: str | None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Give the design without its intercept, passages x columns, and why columns were left out."""
    frame = passages[["doc_id"]].merge(documents, on="doc_id")
    if formula is None:
        return frame[[]], {}
    try:
        columns = _read_formula(ast.parse(formula, mode="eval").body, frame)
    except SyntaxError:
        raise ValueError(f"prevalence={formula!r} cannot be read; {FORMULA}") from None
    used, left_out = [], {}
    for name in columns:
        values = columns[name].to_numpy()
        before = np.column_stack([np.ones(len(frame)), columns[used]])
        rest = values - before @ np.linalg.lstsq(before, values, rcond=None)[0]
        if np.ptp(values) == 0:
            left_out[name] = "constant"
        elif rest.std() < COLLINEAR * values.std():
            left_out[name] = "collinear"
        else:
            used.append(name)
    return columns[used], left_out


def name_columns(
    passages: pd.DataFrame, documents: pd.DataFrame, formula: str | None
) -> dict[str, list[str]]:
    """Give the columns of documents that a formula names, one text a passage, as they were before coding."""
    tree = ast.parse(formula or "None", mode="eval")
    names = sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & set(documents))
    frame = passages[["doc_id"]].merge(documents, on="doc_id")
    return {name: frame[name].astype("str").fillna("").tolist() for name in names}


def _read_formula(node: ast.expr, frame: pd.DataFrame) -> pd.DataFrame:
    """Turn a formula, as Python reads it, into named columns."""
    match node:
        case ast.Name(id=name):
            return _encode_column(frame, name)
        case ast.Call(func=ast.Name(id="spline"), args=[ast.Name(id=name)], keywords=[]):
            return _encode_column(frame, name, smooth=True)
        case ast.BinOp(left=left, op=ast.Add() | ast.Mult() as op, right=right):
            a, b = _read_formula(left, frame), _read_formula(right, frame)
            products = {f"{x}:{y}": a[x] * b[y] for x in a for y in b if isinstance(op, ast.Mult)}
            columns = pd.concat([a, b, pd.DataFrame(products, index=frame.index)], axis=1)
            return columns.loc[:, ~columns.columns.duplicated()]
    raise ValueError(f"prevalence: {ast.unparse(node)!r} cannot be read; {FORMULA}")


def _encode_column(frame: pd.DataFrame, name: str, *, smooth: bool = False) -> pd.DataFrame:
    """Turn a column of documents into numbers: standardised, splined, or one column a category."""
    if name not in frame:
        raise ValueError(f"prevalence: documents has no column {name!r}; it has {list(frame)}")
    values = frame[name]
    if not pd.api.types.is_numeric_dtype(values):
        if smooth:
            raise ValueError(f"prevalence: spline({name}) needs numbers; {name!r} holds text")
        dummies = pd.get_dummies(values.astype(object).fillna(UNKNOWN), dtype=float)
        dummies.columns = [f"{name}[{category}]" for category in dummies]
        # The first category is what the others are compared with; a sole one shows as constant.
        return dummies.iloc[:, 1:] if dummies.shape[1] > 1 else dummies
    known = values.astype("Float64")
    spread = known.std(ddof=0) if known.nunique() > 1 else 1.0
    scaled = ((known - known.mean()) / spread).fillna(0.0).to_numpy(dtype=float)
    columns = {name: scaled}
    points = np.unique(scaled[known.notna()])
    if smooth and len(points) > 2:
        knots = np.quantile(points, np.linspace(0, 1, min(4, len(points))))
        basis = _bend(scaled, knots)
        columns = {f"spline({name})[{i}]": basis[:, i] for i in range(basis.shape[1])}
    if known.isna().any():
        columns[f"{name}[missing]"] = known.isna().to_numpy(dtype=float)
    return pd.DataFrame(columns, index=frame.index)


def _bend(values: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """Give the natural cubic spline of Harrell (2015, section 2.4.5), values x (knots - 1)."""

    def cube(offset: np.ndarray) -> np.ndarray:
        return np.clip(offset, 0, None) ** 3

    *inner, last_but_one, last = knots
    width = last - last_but_one
    bends = [
        cube(values - knot)
        - cube(values - last_but_one) * (last - knot) / width
        + cube(values - last) * (last_but_one - knot) / width
        for knot in inner
    ]
    return np.column_stack([values, *(bend / (last - knots[0]) ** 2 for bend in bends)])
