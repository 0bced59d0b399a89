# Class caches (JEP 514), and texts as they are printed: what a start would otherwise make anew. Read by
# ../liviano and by the command of a distribution, which name class_path, verb, how to become a JVM
# (jvm), flags for recording alone (codeless), and the build and the Java (identity, by which texts are
# known). Without any of these files, or with some that no longer fit, a start is only slower.
# shellcheck shell=sh disable=SC2034,SC2154

# Records for the files whose names begin with $1:
#   $1.aot           the classes of all verbs
#   $1.classify.aot  of the verb that is started most, where machine code serves
#   $1.short.aot     of the version and of the list of verbs
#   $1.help          the version, and that list for each width of a terminal
#   $1.verbs         the options of each verb
record_classes() {
  to=$1
  new=$1.$$
  # The flags of this user alone would make it useless to all other starts.
  # shellcheck disable=SC2086
  (
    unset LIVIANO_JAVA_OPTS JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS
    # What is written half would be read as whole.
    (jvm "-Dliviano.identity=$identity" -cp "$class_path" liviano.cli.Rehearsal "$new" </dev/null) || rm -rf "$new/help" "$new/verbs"
    (jvm $codeless "-XX:AOTCacheOutput=$new.aot" "-Dliviano.verbs=$new/verbs" -cp "$class_path" liviano.cli.Rehearsal </dev/null)
    (jvm $codeless "-XX:AOTCacheOutput=$new.short.aot" "-Dliviano.help=$new/help" "-Dliviano.identity=$identity" \
      -cp "$class_path" liviano.cli.Main --help </dev/null)
    [ ! -f "$new/picture.jpg" ] ||
      jvm $codeless "-XX:AOTCacheOutput=$new.classify.aot" "-Dliviano.verbs=$new/verbs" -cp "$class_path" liviano.cli.Main classify --top 3 \
        --model "$new/classify.safetensors" "$new/picture.jpg" "$new/picture.png" </dev/null
  )
  forget_classes "$to"
  for part in help verbs; do
    [ ! -d "$new/$part" ] || mv "$new/$part" "$to.$part"
  done
  rm -rf "$new"
  for part in aot short.aot classify.aot; do
    [ ! -f "$new.$part" ] || mv -f "$new.$part" "$to.$part"
  done
  rm -f "$new".* # of a recording that was cut short
}

# Removes what record_classes made.
forget_classes() {
  rm -rf "$1.aot" "$1.short.aot" "$1.classify.aot" "$1.help" "$1.verbs"
}

# Sets cache, prepared and of to the JVM's flags for this start, of the files whose names begin with $1.
# Another archive of classes, or none, leaves no room for ours. That of all verbs serves each; but all of
# its classes are in memory at every start, so what is started most or needs little has its own.
choose_classes() {
  prepared=-Dliviano.verbs=$1.verbs
  of=
  cache=$1.aot
  case $verb in
    classify) own=$1.classify.aot ;;
    --version | -V) own=$1.short.aot ;;
    --help | -h)
      own=$1.short.aot
      prepared=-Dliviano.help=$1.help
      of=-Dliviano.identity=$identity
      ;;
    *) own= ;;
  esac
  [ ! -f "$own" ] || cache=$own
  cache=-XX:AOTCache=$cache
  ! is_given '*-Xshare:*' '*-XX:*AOT*' '*-XX:*Shared*' '*-XX:DumpLoadedClassList=*' || cache=
}
