"""What pyproject.toml cannot say: ``shapefiles/`` stands beside the code, and an installed package holds a copy."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildPy(build_py):
    """Copies the shapefiles into the package, where `geo.places` looks for them when it runs out of no checkout."""

    def run(self) -> None:
        """Copy the package, and the shapefiles with it; not where the checkout itself is run."""
        super().run()
        if self.editable_mode:
            return
        for source, target in self._shapefiles().items():
            self.mkpath(str(Path(target).parent))
            self.copy_file(source, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Return the files that are made."""
        return [*super().get_outputs(include_bytecode), *self._shapefiles().values()]

    def get_source_files(self) -> list[str]:
        """Return the files that are read, so that a source distribution holds them."""
        return [*super().get_source_files(), *self._shapefiles()]

    def _shapefiles(self) -> dict[str, str]:
        return {str(path): str(Path(self.build_lib, "geo", path)) for path in sorted(Path("shapefiles").iterdir())}


setup(cmdclass={"build_py": BuildPy})
