"""The only writers of people. Screen, import and demo all come here; rooms above call :mod:`.ties`."""
