"""`python -m detente`."""

from detente.cli.main import main

main()
