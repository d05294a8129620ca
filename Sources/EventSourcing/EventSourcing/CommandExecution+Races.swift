import Environment

/// What a command does whose append another writer was in the way of.
extension CommandExecution {
  /// Reads what stands under a key that was in use.
  ///
  /// - Returns: the first run's answer; nil where the key is free after all, its entry being without its event.
  func look(
    for request: CommandRequest<Model>, in progress: inout Progress, deadline: Timestamp?
  ) throws(CommandFailure<Model.Rejection>) -> CommandResult? {
    if let result = try read(request, into: &progress, deadline: deadline) { return result }
    if retry.pause(&progress.race, deadline: deadline) { return nil }
    throw .store(EventStoreError(.unavailable, "the command journal's entry in the way cannot be read"))
  }

  /// Waits, and reads only what the winners added.
  ///
  /// - Returns: an answer, where the winner was this very command; nil for another try.
  func catchUp(
    _ request: CommandRequest<Model>, winner: RecordedEvent?, in progress: inout Progress, deadline: Timestamp?
  ) throws(CommandFailure<Model.Rejection>) -> CommandResult? {
    // An opening was tried without a look, and an expectation is not tried twice: what is there decides, without a wait.
    let isBlind = progress.loaded.head == .empty || request.expectedSequence != nil
    if isBlind, progress.race.conflicts == 0 {
      retry.lose(&progress.race)
      return try read(request, into: &progress, deadline: deadline)
    }
    let expected = progress.loaded.head.sequence
    guard retry.pause(&progress.race, deadline: deadline) else {
      if let result = try read(request, into: &progress, deadline: deadline) { return result }
      throw .conflict(expected: expected, actual: progress.loaded.head.sequence)
    }
    if isBlind { return try read(request, into: &progress, deadline: deadline) }
    progress.loaded = try reader.advance(
      progress.loaded, of: request.aggregateID, over: winner, deadline: deadline)
    return nil
  }
}
