"""Lays rows out in columns."""


class Table:
    def __init__(self, *heads):
        self.rows = [heads]

    def add(self, *cells):
        self.rows.append(cells)

    def lines(self):
        widths = [max(len(str(row[column])) for row in self.rows) for column in range(len(self.rows[0]))]
        for row in self.rows:
            # Names to the left, numbers to the right, and the last column, which is prose, as it comes.
            cells = [str(row[0]).ljust(widths[0])]
            cells += [str(cell).rjust(width) for cell, width in zip(row[1:-1], widths[1:-1])]
            yield "  ".join([*cells, str(row[-1])]).rstrip()


def milliseconds(seconds):
    value = seconds * 1000
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def ratio(value):
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"
