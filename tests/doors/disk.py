"""What lies on the disk."""

from pathlib import Path


def everything(folder: Path) -> dict[str, str | bytes]:
    """Every file below a folder with its bytes; links stand for where they lead."""
    return {
        path.relative_to(folder).as_posix(): (
            str(path.readlink()) if path.is_symlink() else path.read_bytes()
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }
