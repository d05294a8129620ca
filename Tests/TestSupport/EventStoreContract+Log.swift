import EventSourcing

extension EventStoreContract {
  static let logRules = [
    Rule("an unknown aggregate is an empty log") { fixture in
      let nobody = try AggregateID("nobody")
      let tail = try fixture.store.loadTail(of: nobody, keys: [try IdempotencyKey("k")], deadline: nil)
      try require(tail.window.isEmpty && tail.copies.isEmpty && tail.journal.isEmpty, "something was found")
      try require(try fixture.store.allEvents(of: nobody).isEmpty, "events were found")
    },
    Rule("events come back in order, whole, and no others") { fixture in
      var first = try SampleLog("first")
      var second = try SampleLog("second")
      for _ in 0..<3 {
        try fixture.store.put(first.append([first.next()]))
        try fixture.store.put(second.append(second.next(count: 2)))
      }
      try same(try fixture.store.allEvents(of: first.aggregateID), first.events, "the first log")
      try same(try fixture.store.allEvents(of: second.aggregateID), second.events, "the second log")
    },
    Rule("every page is followed by the rest", pages),
    Rule("bounds are inclusive", bounds),
    Rule("the tail is the last events, in order", tail),
  ]

  private static func pages(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("paged")
    try fixture.store.put(log.append(log.next(count: 23)))
    for limit in [1, 2, 7, 22, 23, 24] {
      try same(try fixture.store.allEvents(of: log.aggregateID, limit: limit), log.events, "pages of \(limit)")
    }
  }

  private static func bounds(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("bounded")
    try fixture.store.put(log.append(log.next(count: 6)))
    for (from, through) in [(1, 1), (2, 4), (6, 6), (6, 99), (7, 9), (4, 3)] {
      let page = try fixture.store.events(
        of: log.aggregateID, from: SequenceNumber.zero.advanced(by: from),
        through: SequenceNumber.zero.advanced(by: through), limit: 100, deadline: nil)
      let expected = log.events.filter { (from...max(from, through)).contains($0.sequence.value) && from <= through }
      try same(page.events, expected, "events \(from) through \(through)")
      try require(!page.hasMore, "more was promised than there is")
    }
  }

  private static func tail(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("tail")
    for count in [1, LogTail.windowSize - 1, 1, 5] {
      try fixture.store.put(log.append(log.next(count: count)))
      let tail = try fixture.store.loadTail(of: log.aggregateID, keys: [], deadline: nil)
      try same(tail.window, log.events.suffix(LogTail.windowSize), "the tail of \(log.events.count)")
    }
  }
}
