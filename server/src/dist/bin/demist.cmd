@echo off
rem Starts Demist from the folder that it was unpacked into; see demist --help.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
rem The first line is: openjdk version "17.0.15" 2025-04-15
set "VERSION=0"
for /f "tokens=3" %%v in ('call "%JAVA%" -version 2^>^&1 ^| findstr version') do set "VERSION=%%~v"
set "MAJOR=0"
for /f "delims=.-+_" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 goto no_java
rem Newer Javas warn of native libraries (libtorch, SQLite) and of what Netty does with memory, unless that is allowed.
set "ALLOW="
if %MAJOR% GEQ 24 set "ALLOW=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
set "DJL_OFFLINE=true"
set "OPT_OUT_TRACKING=true"
"%JAVA%" %ALLOW% -XX:+ExitOnOutOfMemoryError -cp "%~dp0..\lib\*" %DEMIST_JAVA_OPTS% dev.demist.server.cli.Main %*
exit /b %ERRORLEVEL%

:no_java
echo demist: no Java 17 or newer at "%JAVA%" 1>&2
exit /b 1
