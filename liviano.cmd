@echo off
rem Starts the liviano command on Windows; builds it first when there is no build yet.
rem Never tried on a real Windows: docs\platforms.md says what was. The shell script ./liviano is the
rem measure of what this file should do; it does not notice changed sources, keeps no class cache, and
rem leaves letters to Windows, whose names of files are Unicode whatever the code page.
rem
rem   liviano VERB ...           run the command
rem   liviano test [MAVEN ARG]   run the whole test suite
rem   liviano install [MAVEN ARG]
rem                              put the library into the local Maven repository
rem   liviano --java-home        print the JDK that would be used
rem
rem LIVIANO_JAVA_HOME names the JDK; LIVIANO_JAVA_OPTS adds flags for the JVM.
rem
rem Folders have names with blanks, &, ( and !, so no variable stands unquoted in a block or an echo.

setlocal EnableExtensions DisableDelayedExpansion
rem The folder with the pictures is no place to look for programs in.
set "NoDefaultCurrentDirectoryInExePath=1"
call :find_root
set "JAR=%ROOT%\liviano-cli\target\liviano-cli.jar"
set "PAPER_JAR=%ROOT%\liviano-paper\target\liviano-paper.jar"
set "STAMP=%ROOT%\liviano-cli\target\launcher.stamp"
set "STATE=%ROOT%\.liviano"

rem A class path is parted by semicolons.
if not "%ROOT:;=%"=="%ROOT%" goto semicolon

rem The launcher's collector, unless the user chose one in any of the ways there are.
set "COLLECTOR=-XX:+UseSerialGC"
for %%V in (LIVIANO_JAVA_OPTS JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS) do call :look_for_collector %%V

rem The requests that wait for a server outlive its collections: half of the heap holds them while they are young.
set "YOUNG="
if "%~1"=="serve" if defined COLLECTOR set "YOUNG=-XX:NewRatio=1 -XX:SurvivorRatio=6"

call :find_jdk
if not defined JDK goto no_jdk

if "%~1"=="--java-home" goto java_home

if "%~1"=="test" goto test
if "%~1"=="install" goto install

if not exist "%STAMP%" (
  call :build
  if errorlevel 1 exit /b 2
)
"%JDK%\bin\java.exe" %COLLECTOR% %YOUNG% "-Dliviano.command=%~0" "-Xlog:disable" "-Xlog:all=warning,aot*=off,cds*=off:stderr" --add-exports java.base/jdk.internal.module=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true %LIVIANO_JAVA_OPTS% -cp "%JAR%;%PAPER_JAR%" liviano.cli.Main %*
exit /b %ERRORLEVEL%

:java_home
setlocal EnableDelayedExpansion
echo !JDK!
exit /b 0

:semicolon
echo liviano: the path of this checkout has a ';' in it, where Java ends a file's name: move it to a path without 1>&2
exit /b 2

:no_jdk
if defined LIVIANO_JAVA_HOME goto wrong_jdk
set "HOW=https://adoptium.net/temurin/releases/?version=25"
where winget >nul 2>nul
if not errorlevel 1 set "HOW=winget install EclipseAdoptium.Temurin.25.JDK"
setlocal EnableDelayedExpansion
echo liviano: no JDK 25.0.3 or later found; install one, or set JAVA_HOME to it: !HOW! 1>&2
exit /b 2

:wrong_jdk
setlocal EnableDelayedExpansion
echo liviano: LIVIANO_JAVA_HOME=!LIVIANO_JAVA_HOME! is not a JDK 25.0.3 or later; point it at one or unset it 1>&2
exit /b 2

rem What follows the verb is taken as it was written: a word of a batch file ends at a = or a comma.
:test
set "GOALS=--fail-at-end verify"
set ARGS=%*
set ARGS=%ARGS:*test=%
goto maven

:install
set "GOALS=install -Plibrary -pl liviano-bom,liviano-core,liviano-vision,liviano-formats,liviano-server -am -Dmaven.test.skip -Dfmt.skip"
set ARGS=%*
set ARGS=%ARGS:*install=%

:maven
call :need_maven
if errorlevel 1 exit /b 2
set "JAVA_HOME=%JDK%"
pushd "%ROOT%"
call mvn -B -ntp %GOALS% %ARGS%
set "STATUS=%ERRORLEVEL%"
popd
exit /b %STATUS%

:build
call :need_maven
if errorlevel 1 exit /b 2
if not exist "%STATE%" mkdir "%STATE%" 2>nul
if not exist "%STATE%" goto not_writable
echo Building Liviano for the first time... 1>&2
setlocal
set "JAVA_HOME=%JDK%"
pushd "%ROOT%"
call mvn -B -q -ntp package -pl liviano-paper -am -DskipTests > "%STATE%\build.log" 2>&1
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" goto build_failed
type nul > "%STAMP%"
endlocal & exit /b 0

:not_writable
setlocal EnableDelayedExpansion
echo liviano: not built yet, and you may not write to !ROOT!: copy it to a folder of yours 1>&2
exit /b 2

:build_failed
findstr /c:"[ERROR]" "%STATE%\build.log" 1>&2
setlocal EnableDelayedExpansion
echo liviano: the build failed; Maven's whole log is !STATE!\build.log 1>&2
exit /b 2

:need_maven
where mvn >nul 2>nul
if not errorlevel 1 exit /b 0
set "HOW=https://maven.apache.org/install.html"
where choco >nul 2>nul
if not errorlevel 1 set "HOW=choco install maven"
where scoop >nul 2>nul
if not errorlevel 1 set "HOW=scoop install maven"
setlocal EnableDelayedExpansion
echo liviano: Maven is needed to build, and no mvn is on PATH; install it: !HOW! 1>&2
exit /b 2

rem Sets ROOT to the folder of this file. Only a routine knows it however the file was called.
:find_root
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
exit /b 0

rem Forgets the launcher's collector if the variable whose name begins with %1 has another.
:look_for_collector
if not defined %1 exit /b 0
set %1|findstr /r /c:"-XX:[+-]Use.*GC" >nul
if not errorlevel 1 set "COLLECTOR="
exit /b 0

rem Sets JDK to the first folder that holds a JDK of 25.0.3 or later.
:find_jdk
set "JDK="
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

rem Takes the folder TRY if it is a JDK of 25.0.3 or later and none was taken before.
:try
if defined JDK exit /b 0
if not defined TRY exit /b 0
if not exist "%TRY%\bin\javac.exe" exit /b 0
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
for %%D in ("%TRY%") do set "JDK=%%~fD"
exit /b 0
