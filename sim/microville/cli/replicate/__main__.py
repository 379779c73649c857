"""``python -m microville.cli.replicate docs``."""

from microville.cli.replicate import main

if __name__ == "__main__":  # workers are spawned: they import this file again
    main()
