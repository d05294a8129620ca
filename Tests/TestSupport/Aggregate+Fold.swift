import EventSourcing

extension Aggregate {
  /// Folds events without a look at their places.
  public static func fold(
    _ events: some Swift.Sequence<RecordedEvent>, onto state: State
  ) throws(EventDecodingError) -> State {
    var state = state
    for recorded in events {
      state = evolve(state, try event(from: recorded))
    }
    return state
  }
}
