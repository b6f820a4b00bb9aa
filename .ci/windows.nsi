; The installer for Windows. .ci/installer gives it the version, the folder of the program and the lists of its files.
;
;   OneVisit-0.1.0-setup.exe [/S] [/AllUsers | /CurrentUser] [/D=C:\folder]
;   uninstall.exe            [/S] [/DATA=remove]
;
; Exit codes: 0 done, 1 cancelled, 2 not this Windows, 3 the program is running, 4 the former version could not be removed.

Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
SetCompressor /SOLID lzma

!define NAME "OneVisit"
!define WINDOW "onevisit-window.exe"
!define COMMAND "onevisit.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define KIND "OneVisit.Settings"
!define ENDING ".onevisit"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_USE_PROGRAMFILES64
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include nsDialogs.nsh
!include WinVer.nsh
!include x64.nsh

Name "${NAME}"
OutFile "${TARGET}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
!macro said LANGUAGE
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "${NAME}"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "CompanyName" "${NAME}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "Apache-2.0"
!macroend
!insertmacro said 2052
VIAddVersionKey /LANG=2052 "FileDescription" "一次办 · 窗口工作台 安装程序"
!insertmacro said 1033
VIAddVersionKey /LANG=1033 "FileDescription" "OneVisit setup"

!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
UninstPage custom un.DataPage un.DataChosen
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString TITLE ${LANG_SIMPCHINESE} "一次办 · 窗口工作台"
LangString TITLE ${LANG_ENGLISH} "OneVisit"
LangString RUNS ${LANG_SIMPCHINESE} "程序正在运行，没有改动任何内容。请先在窗口里存好手头的事，关掉程序，再运行一次。"
LangString RUNS ${LANG_ENGLISH} "The program is running; nothing was changed. Finish what is open there, close it, and start this again."
LangString SYSTEM ${LANG_SIMPCHINESE} "需要 64 位的 Windows 10（1809）或更新的系统。没有改动任何内容。"
LangString SYSTEM ${LANG_ENGLISH} "This needs 64-bit Windows 10 (1809) or newer. Nothing was changed."
LangString FORMER ${LANG_SIMPCHINESE} "旧版本没有卸载成功，新版本没有装。请先在“应用”里卸载旧版本。数据没有动过。"
LangString FORMER ${LANG_ENGLISH} "The former version could not be removed and the new one was not installed. Remove it under Apps first. The records were not touched."
LangString BUNDLE ${LANG_SIMPCHINESE} "一次办设置文件"
LangString BUNDLE ${LANG_ENGLISH} "OneVisit settings"
LangString DATA_TITLE ${LANG_SIMPCHINESE} "本机数据"
LangString DATA_TITLE ${LANG_ENGLISH} "The records"
LangString DATA_SAY ${LANG_SIMPCHINESE} "卸载程序不会删除办件数据、备份和设置：它们留在当前用户的数据文件夹里，重新安装后照常使用。"
LangString DATA_SAY ${LANG_ENGLISH} "Removing the program leaves records, backups and settings in this user's data folder; installed again it goes on with them."
LangString DATA_TICK ${LANG_SIMPCHINESE} "同时永久删除当前用户在本机的数据、备份和设置"
LangString DATA_TICK ${LANG_ENGLISH} "Also delete this user's records, backups and settings on this PC for good"
LangString DATA_SURE ${LANG_SIMPCHINESE} "将永久删除当前用户的办件数据和本机备份，无法恢复。确定吗？"
LangString DATA_SURE ${LANG_ENGLISH} "This user's records and the backups on this PC will be deleted for good. Are you sure?"

Var RemoveData
Var Upgrading
Var Tick

; A program that runs cannot be opened for writing. Nothing is closed by force.
!macro RefuseWhileRunning UN
Function ${UN}RefuseWhileRunning
  StrCpy $1 "$INSTDIR\${WINDOW}"
  Call ${UN}RefuseIfHeld
  StrCpy $1 "$INSTDIR\${COMMAND}"
  Call ${UN}RefuseIfHeld
FunctionEnd

Function ${UN}RefuseIfHeld
  ${If} ${FileExists} "$1"
    ClearErrors
    FileOpen $0 "$1" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "$(RUNS)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(SYSTEM)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetRegView 64
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/DATA=" $R1
  ${If} $R1 == "remove"
    StrCpy $RemoveData 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/UPGRADE" $R1
  ${IfNot} ${Errors}
    StrCpy $Upgrading 1
  ${EndIf}
  Call un.RefuseWhileRunning
FunctionEnd

Section
  Call RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S /UPGRADE _?=$INSTDIR' $0
    ${If} $0 != 0
      MessageBox MB_OK|MB_ICONSTOP "$(FORMER)" /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
  !include "${FILES}"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(TITLE).lnk" "$INSTDIR\${WINDOW}"

  WriteRegStr SHCTX "Software\Classes\${ENDING}" "" "${KIND}"
  WriteRegStr SHCTX "Software\Classes\${ENDING}" "Content Type" "${MIME}"
  WriteRegStr SHCTX "Software\Classes\${KIND}" "" "$(BUNDLE)"
  WriteRegStr SHCTX "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\${WINDOW},0"
  WriteRegStr SHCTX "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'

  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "$(TITLE)"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Function un.DataPage
  !insertmacro MUI_HEADER_TEXT "$(DATA_TITLE)" ""
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 40u "$(DATA_SAY)"
  Pop $0
  ${NSD_CreateCheckbox} 0 50u 100% 12u "$(DATA_TICK)"
  Pop $Tick
  ${If} $RemoveData == 1
    ${NSD_Check} $Tick
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function un.DataChosen
  ${NSD_GetState} $Tick $RemoveData
  ${If} $RemoveData == 1
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(DATA_SURE)" IDYES sure
    Abort
    sure:
  ${EndIf}
FunctionEnd

Section Uninstall
  Call un.RefuseWhileRunning
  !include "${REMOVED}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${If} $Upgrading == 1
    Return
  ${EndIf}
  Delete "$SMPROGRAMS\$(TITLE).lnk"
  ReadRegStr $0 SHCTX "Software\Classes\${ENDING}" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey SHCTX "Software\Classes\${ENDING}"
  ${EndIf}
  DeleteRegKey SHCTX "Software\Classes\${KIND}"
  DeleteRegKey SHCTX "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ${If} $RemoveData == 1
    Call un.RemoveData
  ${EndIf}
SectionEnd

; What the program makes in this user's data folder, by name; a folder goes when nothing else is in it.
Function un.RemoveData
  SetShellVarContext current
  StrCpy $1 "$LOCALAPPDATA\onevisit"
  Delete "$1\onevisit.db"
  Delete "$1\onevisit.db-wal"
  Delete "$1\onevisit.db-shm"
  Delete "$1\onevisit.keys"
  Delete "$1\onevisit.anchor"
  Delete "$1\onevisit.outside"
  Delete "$1\onevisit.lock"
  Delete "$1\onevisit-before-*.db"
  Delete "$1\onevisit-before-*.keys"
  Delete "$1\settings.toml"
  Delete "$1\logs\onevisit.log*"
  RMDir "$1\logs"
  Delete "$1\backups\onevisit-*.backup.db"
  Delete "$1\backups\onevisit-*.backup.json"
  Delete "$1\backups\onevisit-*.backup.keys"
  RMDir "$1\backups"
  FindFirst $2 $3 "$1\set-aside-*"
  ${DoWhile} $3 != ""
    Delete "$1\$3\onevisit.*"
    RMDir "$1\$3"
    FindNext $2 $3
  ${Loop}
  FindClose $2
  RMDir "$1"
FunctionEnd
