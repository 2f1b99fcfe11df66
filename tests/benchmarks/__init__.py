"""Speed, told as ratios of one run: `script/bench`. Nothing here is a test, and no test is timed."""
