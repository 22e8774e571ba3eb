"""Scenarios: consistent stories of drivers, from judged cross-impacts, exactly."""
