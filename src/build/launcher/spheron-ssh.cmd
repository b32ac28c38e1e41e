@echo off
rem Starts the program on the package's own Java runtime.
setlocal DisableDelayedExpansion
set "JAVA_TOOL_OPTIONS="
set "_JAVA_OPTIONS="
set "JDK_JAVA_OPTIONS="
set "_JAVA_LAUNCHER_DEBUG="
"%~dp0..\runtime\bin\java.exe" "-XX:AOTCache=%~dp0..\lib\spheron-ssh.aot" @JAVA_OPTIONS@ "-Dspheron.home=%~dp0.." -jar "%~dp0..\lib\spheron-ssh.jar" @COMMAND@ %*
exit /b %ERRORLEVEL%
