@echo off
rem Starts the command from the folder that this file is in: with the Java beside it or, where there is
rem none, with a Java 25 of the system. Never tried on a real Windows; the shell script beside it is the
rem measure of what this file should do. It keeps no class cache.
rem
rem   liviano VERB ...           run the command (liviano --help)
rem
rem LIVIANO_JAVA_OPTS adds flags for the JVM; LIVIANO_JAVA_HOME or JAVA_HOME names the Java to use where
rem none is beside.

setlocal EnableExtensions DisableDelayedExpansion
set "APP=%~dp0app"

rem A class path is parted by semicolons.
if not "%APP:;=%"=="%APP%" (
  echo liviano: the path of this folder has a ';' in it, where Java ends a file's name: move it to a path without 1>&2
  exit /b 2
)

set "JAVA="
if exist "%~dp0java\bin\java.exe" set "JAVA=%~dp0java\bin\java.exe"
if not defined JAVA if defined LIVIANO_JAVA_HOME set "JAVA=%LIVIANO_JAVA_HOME%\bin\java.exe"
if not defined JAVA if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if not defined JAVA for %%J in (java.exe) do set "JAVA=%%~$PATH:J"
if not defined JAVA (
  echo liviano: no Java 25.0.3 or later found; install one, or set JAVA_HOME to it: https://adoptium.net/temurin/releases/?version=25 1>&2
  exit /b 2
)
if not exist "%JAVA%" (
  echo liviano: %JAVA% is not there: point LIVIANO_JAVA_HOME or JAVA_HOME at a Java 25.0.3 or later 1>&2
  exit /b 2
)

rem The launcher's collector, unless the user chose one in any of the ways there are.
set "COLLECTOR=-XX:+UseSerialGC"
set LIVIANO_JAVA_OPTS 2>nul | findstr /r /c:"-XX:[+-]Use.*GC" >nul && set "COLLECTOR="
set JDK_JAVA_OPTIONS 2>nul | findstr /r /c:"-XX:[+-]Use.*GC" >nul && set "COLLECTOR="
set JAVA_TOOL_OPTIONS 2>nul | findstr /r /c:"-XX:[+-]Use.*GC" >nul && set "COLLECTOR="

"%JAVA%" %COLLECTOR% -XX:MaxRAMPercentage=50 "-Xlog:disable" "-Xlog:all=warning:stderr" --add-exports java.base/jdk.internal.module=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true "-Dliviano.command=%~0" %LIVIANO_JAVA_OPTS% -cp "%APP%\liviano-cli.jar;%APP%\liviano-paper.jar" liviano.cli.Main %*
exit /b %ERRORLEVEL%
