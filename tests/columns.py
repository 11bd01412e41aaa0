"""What tests of figures share: whether a figure fits the column of a journal."""

from matplotlib import pyplot as plt

COLUMN = 3.5  # inches


def assert_fits_column(plot, table, language):
    """Draw a table in a column, as high as it is by itself: nothing is cut off, and there is room to see."""
    height = plot(table).figure.get_figheight()
    figure, ax = plt.subplots(figsize=(COLUMN, height), layout="constrained")
    plot(table, ax=ax, language=language)
    figure.canvas.draw()
    drawn = figure.get_tightbbox()
    assert min(drawn.x0, drawn.y0, COLUMN - drawn.x1, height - drawn.y1) > -0.02
    assert ax.get_position().width > 0.33
