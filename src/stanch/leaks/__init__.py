"""Where the revenue still flows: streams, what a measure would cut, which closures to push for next.

`streams` holds the money as ranges with basis and source, `scenario` draws what a set of closures cuts, `interdict` ranks closures
under a budget of effort, `hindcast` scores the method on years it has not seen, `anomalies` flags what deserves a look.
"""
