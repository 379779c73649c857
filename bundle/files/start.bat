@echo off
rem Microville @VERSION@: installs beside this file the first time, then opens the app.
cd /d "%~dp0"
py -@PYTHON@ -c "" >nul 2>nul
if not errorlevel 1 (
  py -@PYTHON@ start.py %*
  goto end
)
python -c "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, '@PYTHON@'.split('.'))))" >nul 2>nul
if not errorlevel 1 (
  python start.py %*
  goto end
)
echo Il faut Python @PYTHON@ (64 bits) sur cet ordinateur : voir LISEZMOI.txt.
echo Python @PYTHON@ (64 bits) is needed on this computer: see README.txt.
:end
if errorlevel 1 pause
