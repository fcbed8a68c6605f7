"""``python -m kinora`` and the ``kinora`` command."""

from kinora.cli.main import main

if __name__ == "__main__":
    main()
