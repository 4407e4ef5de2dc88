@echo off
rem Starts Demist from its source folder; builds it first if that was not done since the last change.
rem   demist                 the server and its page on http://127.0.0.1:8080
rem   demist --help          everything else
setlocal
set "HERE=%~dp0"
set "BUILT=%HERE%server\target\demist.built"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 goto no_jdk
rem The first line is: openjdk version "17.0.15" 2025-04-15
set "VERSION=0"
for /f "tokens=3" %%v in ('call "%JAVA%" -version 2^>^&1 ^| findstr version') do set "VERSION=%%~v"
set "MAJOR=0"
for /f "delims=.-+_" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 goto no_jdk

rem Exits with 1 if any source is newer than the last build. The folder's name is read from the environment, so that any
rem character may stand in it.
set "NEWER=Where-Object { $_.LastWriteTime -gt $built.LastWriteTime -and $_.FullName -notlike '*\src\test\*' }"
powershell -NoProfile -Command ^
  "$built = Get-Item -LiteralPath $env:BUILT -ErrorAction SilentlyContinue; if (-not $built) { exit 1 };" ^
  "Set-Location -LiteralPath $env:HERE;" ^
  "$sources = @(Get-ChildItem pom.xml, *\pom.xml) + @(Get-ChildItem *\src -Recurse -File);" ^
  "if ($sources | %NEWER% | Select-Object -First 1) { exit 1 }"
if not errorlevel 1 goto start

"%JAVA%c" -version >nul 2>&1
if errorlevel 1 goto no_jdk
echo demist: building; the first time takes some minutes, because libraries are downloaded 1>&2
if exist "%BUILT%" del "%BUILT%"
if exist "%HERE%server\target\lib" rmdir /s /q "%HERE%server\target\lib"
pushd "%HERE%"
call mvnw.cmd -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -pl server -am package 1>&2
if errorlevel 1 goto build_failed
type nul > "%BUILT%"
popd

:start
rem Newer Javas warn of native libraries (libtorch, SQLite) and of what Netty does with memory, unless that is allowed.
set "ALLOW="
if %MAJOR% GEQ 24 set "ALLOW=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
set "DJL_OFFLINE=true"
set "OPT_OUT_TRACKING=true"
"%JAVA%" %ALLOW% -XX:+ExitOnOutOfMemoryError -cp "%HERE%server\target\server.jar;%HERE%server\target\lib\*" %DEMIST_JAVA_OPTS% dev.demist.server.cli.Main %*
exit /b %ERRORLEVEL%

:build_failed
popd
echo demist: the build failed 1>&2
exit /b 1

:no_jdk
echo demist: no JDK 17 or newer at "%JAVA%". To install one: winget install EclipseAdoptium.Temurin.21.JDK 1>&2
exit /b 1
