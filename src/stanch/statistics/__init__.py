"""Trade statistics of others: read strictly, vetted by rules written as data, never repaired in silence.

`comtrade` reads UN Comtrade tables, `vet` judges each row, `mirror` compares what two sides report of the same trade.
"""
