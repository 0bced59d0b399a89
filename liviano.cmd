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

setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "JAR=%ROOT%\liviano-cli\target\liviano-cli.jar"
set "PAPER_JAR=%ROOT%\liviano-paper\target\liviano-paper.jar"
set "STAMP=%ROOT%\liviano-cli\target\launcher.stamp"
set "STATE=%ROOT%\.liviano"

rem A class path is parted by semicolons.
if not "%ROOT:;=%"=="%ROOT%" (
  echo liviano: the path of this checkout has a ';' in it, where Java ends a file's name: move it to a path without 1>&2
  exit /b 2
)

rem The launcher's collector, unless the user chose one in any of the ways there are.
set "COLLECTOR=-XX:+UseSerialGC"
set LIVIANO_JAVA_OPTS 2>nul | findstr /r /c:"-XX:[+-]Use.*GC" >nul && set "COLLECTOR="
set JDK_JAVA_OPTIONS 2>nul | findstr /r /c:"-XX:[+-]Use.*GC" >nul && set "COLLECTOR="
set JAVA_TOOL_OPTIONS 2>nul | findstr /r /c:"-XX:[+-]Use.*GC" >nul && set "COLLECTOR="

rem The requests that wait for a server outlive its collections: half of the heap holds them while they are young.
set "YOUNG="
if "%~1"=="serve" if defined COLLECTOR set "YOUNG=-XX:NewRatio=1 -XX:SurvivorRatio=6"

call :find_jdk
if not defined JDK (
  if defined LIVIANO_JAVA_HOME (
    echo liviano: LIVIANO_JAVA_HOME is not a JDK 25.0.3 or later; point it at one or unset it 1>&2
  ) else (
    where winget >nul 2>nul && (
      echo liviano: no JDK 25.0.3 or later found; install one, or set JAVA_HOME to it: winget install EclipseAdoptium.Temurin.25.JDK 1>&2
    ) || (
      echo liviano: no JDK 25.0.3 or later found; install one, or set JAVA_HOME to it: https://adoptium.net/temurin/releases/?version=25 1>&2
    )
  )
  exit /b 2
)

if "%~1"=="--java-home" goto java_home

if "%~1"=="test" set "GOALS=--fail-at-end verify" & goto maven
if "%~1"=="install" set "GOALS=install -Plibrary -pl liviano-bom,liviano-core,liviano-vision,liviano-formats,liviano-server -am -Dmaven.test.skip -Dfmt.skip" & goto maven

if not exist "%STAMP%" (
  call :build || exit /b 2
)
"%JDK%\bin\java.exe" %COLLECTOR% %YOUNG% "-Xlog:disable" "-Xlog:all=warning:stderr" --add-exports java.base/jdk.internal.module=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true "-Dliviano.command=%~0" %LIVIANO_JAVA_OPTS% -cp "%JAR%;%PAPER_JAR%" liviano.cli.Main %*
exit /b %ERRORLEVEL%

:java_home
echo %JDK%
exit /b 0

:maven
call :need_maven || exit /b 2
set "ARGS="
:shift_maven
shift /1
if not "%~1"=="" (
  set ARGS=%ARGS% %1
  goto shift_maven
)
set "JAVA_HOME=%JDK%"
pushd "%ROOT%"
call mvn -B -ntp %GOALS% %ARGS%
set "STATUS=%ERRORLEVEL%"
popd
exit /b %STATUS%

:build
call :need_maven || exit /b 2
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
echo liviano: not built yet, and you may not write to %ROOT%: copy it to a folder of yours 1>&2
exit /b 2

:build_failed
findstr /c:"[ERROR]" "%STATE%\build.log" 1>&2
echo liviano: the build failed; Maven's whole log is %STATE%\build.log 1>&2
endlocal & exit /b 2

:need_maven
where mvn >nul 2>nul && exit /b 0
set "HOW=https://maven.apache.org/install.html"
where choco >nul 2>nul && set "HOW=choco install maven"
where scoop >nul 2>nul && set "HOW=scoop install maven"
echo liviano: Maven is needed to build, and no mvn is on PATH; install it: %HOW% 1>&2
exit /b 2

rem Sets JDK to the first folder that holds a JDK of 25.0.3 or later.
:find_jdk
set "JDK="
if defined LIVIANO_JAVA_HOME (
  call :try "%LIVIANO_JAVA_HOME%"
  exit /b 0
)
if defined JAVA_HOME call :try "%JAVA_HOME%"
for /f "delims=" %%J in ('where java 2^>nul') do call :try "%%~dpJ.."
for %%P in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks") do (
  if exist "%%~P\" for /d %%D in ("%%~P\*") do call :try "%%~D"
)
exit /b 0

rem Takes the folder %1 if it is a JDK of 25.0.3 or later and none was taken before.
:try
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "VERSION="
for /f "usebackq tokens=2 delims==" %%V in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do set "VERSION=%%~V"
if not defined VERSION exit /b 0
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
for %%D in ("%~1") do set "JDK=%%~fD"
exit /b 0
