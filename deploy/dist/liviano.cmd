@echo off
rem Starts the command from the folder that this file is in: with the Java beside it or, where there is
rem none, with a Java 25 of the system. Never tried on a real Windows: docs\platforms.md of the sources
rem says what was. The shell script beside it is the measure of what this file should do. It keeps no
rem class cache.
rem
rem   liviano VERB ...           run the command (liviano --help)
rem
rem LIVIANO_JAVA_OPTS adds flags for the JVM; LIVIANO_JAVA_HOME names the Java to use, before JAVA_HOME,
rem PATH and the usual places, where none is beside.
rem
rem Folders have names with blanks, &, ( and !, so no variable stands unquoted in a block or an echo.

setlocal EnableExtensions DisableDelayedExpansion
rem The folder with the pictures is no place to look for programs in.
set "NoDefaultCurrentDirectoryInExePath=1"
call :find_here
set "APP=%HERE%app"

rem A class path is parted by semicolons.
if not "%APP:;=%"=="%APP%" goto semicolon

call :find_java
if not defined JAVA_FOUND goto no_java

rem The launcher's collector, unless the user chose one in any of the ways there are.
set "COLLECTOR=-XX:+UseSerialGC"
for %%V in (LIVIANO_JAVA_OPTS JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS) do call :look_for_collector %%V

rem The requests that wait for a server outlive its collections: half of the heap holds them while they are young.
set "YOUNG="
if "%~1"=="serve" if defined COLLECTOR set "YOUNG=-XX:NewRatio=1 -XX:SurvivorRatio=6"

"%JAVA_FOUND%\bin\java.exe" %COLLECTOR% %YOUNG% -XX:MaxRAMPercentage=50 -XX:-UsePerfData "-Dliviano.command=%~0" "-Xlog:disable" "-Xlog:all=warning,aot*=off,cds*=off:stderr" --add-exports java.base/jdk.internal.module=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true %LIVIANO_JAVA_OPTS% -cp "%APP%\liviano-cli.jar;%APP%\liviano-paper.jar" liviano.cli.Main %*
exit /b %ERRORLEVEL%

:semicolon
echo liviano: the path of this folder has a ';' in it, where Java ends a file's name: move it to a path without 1>&2
exit /b 2

:no_java
if defined LIVIANO_JAVA_HOME goto wrong_java
echo liviano: no Java 25.0.3 or later found; install one, or set JAVA_HOME to it: https://adoptium.net/temurin/releases/?version=25 1>&2
exit /b 2

:wrong_java
setlocal EnableDelayedExpansion
echo liviano: LIVIANO_JAVA_HOME=!LIVIANO_JAVA_HOME! is not a Java 25.0.3 or later; point it at one or unset it 1>&2
exit /b 2

rem Sets HERE to the folder of this file, with a \ at its end. Only a routine knows it however the file was called.
:find_here
set "HERE=%~dp0"
exit /b 0

rem Forgets the launcher's collector if the variable whose name begins with %1 has another.
:look_for_collector
if not defined %1 exit /b 0
set %1|findstr /r /c:"-XX:[+-]Use.*GC" >nul
if not errorlevel 1 set "COLLECTOR="
exit /b 0

rem Sets JAVA_FOUND to the first folder that holds a Java of 25.0.3 or later.
:find_java
set "JAVA_FOUND="
set "TRY=%HERE%java"
call :try
if defined JAVA_FOUND exit /b 0
set "TRY=%LIVIANO_JAVA_HOME%"
if defined LIVIANO_JAVA_HOME goto try
set "TRY=%JAVA_HOME%"
call :try
set "TRY="
for %%J in (java.exe) do set "TRY=%%~dp$PATH:J"
if defined TRY set "TRY=%TRY%.."
call :try
for %%P in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks") do if exist "%%~P\" for /d %%D in ("%%~P\*") do (
  set "TRY=%%~D"
  call :try
)
exit /b 0

rem Takes the folder TRY if it is a Java of 25.0.3 or later and none was taken before.
:try
if defined JAVA_FOUND exit /b 0
if not defined TRY exit /b 0
if not exist "%TRY%\bin\java.exe" exit /b 0
if not exist "%TRY%\release" exit /b 0
set "VERSION="
for /f "usebackq tokens=1,2 delims==" %%K in ("%TRY%\release") do if "%%K"=="JAVA_VERSION" set "VERSION=%%~L"
if not defined VERSION exit /b 0
for /f "delims=-+_" %%A in ("%VERSION%") do set "VERSION=%%A"
set "FEATURE="
set "INTERIM="
set "UPDATE="
for /f "tokens=1-3 delims=." %%A in ("%VERSION%") do (
  set "FEATURE=%%A"
  set "INTERIM=%%B"
  set "UPDATE=%%C"
)
if not defined INTERIM set "INTERIM=0"
if not defined UPDATE set "UPDATE=0"
if %FEATURE% LSS 25 exit /b 0
if %FEATURE% GTR 25 goto take
if %INTERIM% GTR 0 goto take
if %UPDATE% LSS 3 exit /b 0
:take
for %%D in ("%TRY%") do set "JAVA_FOUND=%%~fD"
exit /b 0
