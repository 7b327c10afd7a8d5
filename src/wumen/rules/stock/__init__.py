"""Stock (库存) of a deposit point: what is needed by head, how long it lasts, what is typed and what is copied."""
