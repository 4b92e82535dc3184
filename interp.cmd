@echo off
rem Runs Interp, building it first when its sources changed since the last build (scripts\build.mjs does the building).
setlocal
where node >nul 2>nul
if errorlevel 1 (
  echo interp: Node.js 20 or newer is missing; get it from https://nodejs.org/en/download 1>&2
  exit /b 1
)
node "%~dp0scripts\build.mjs" <nul 1>&2
if errorlevel 1 exit /b 1
if not defined DOTNET_ROOT if exist "%~dp0artifacts\interp\.dotnet" set /p DOTNET_ROOT=<"%~dp0artifacts\interp\.dotnet"
"%~dp0artifacts\interp\interp.exe" %*
exit /b %errorlevel%
