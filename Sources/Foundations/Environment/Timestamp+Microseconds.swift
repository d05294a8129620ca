extension Timestamp {
  /// The instant without what is finer than a microsecond: what ``rfc3339`` can write and give back.
  public var truncatedToMicroseconds: Timestamp {
    Timestamp(seconds: seconds, nanoseconds: nanoseconds / 1_000 * 1_000)
  }

  /// The next whole microsecond.
  public var nextMicrosecond: Timestamp {
    Timestamp(seconds: seconds, nanoseconds: truncatedToMicroseconds.nanoseconds + 1_000)
  }
}
