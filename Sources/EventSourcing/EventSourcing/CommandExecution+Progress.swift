extension CommandExecution {
  /// How far a command has come.
  struct Progress {
    var race: ConflictRetry.Race
    var loaded = LoadedAggregate<Model>.none
    var orphans: [JournalEntry] = []
    var reviews = 0
  }
}
