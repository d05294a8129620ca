import EventSourcing

extension EventStoreContract {
  static let appendRules = [
    Rule("the same append again is a success and writes nothing, of one event and of several") { fixture in
      var log = try SampleLog("again")
      for count in [1, 2, 50] {
        let append = log.append(log.next(count: count))
        for _ in 0..<3 { try fixture.store.put(append) }
      }
      try same(try fixture.store.allEvents(of: log.aggregateID), log.events, "the log")
    },
    Rule("another append to a taken place writes nothing and names who was there", conflict),
    Rule("several events to places of which the first is taken: none is written", severalConflict),
    Rule("an append that only partly stands in the log is a conflict", partialOverlap),
    Rule("50 events are written as a whole") { fixture in
      var log = try SampleLog("fifty")
      try fixture.store.put(log.append(log.next(count: 50)))
      try same(try fixture.store.allEvents(of: log.aggregateID), log.events, "the log")
    },
    Rule("50 events with a key in use: none is written") { fixture in
      var log = try SampleLog("fifty-used")
      let key = try IdempotencyKey("used")
      let first = log.next(key: key)
      let entry = log.entry(key, for: [first])
      try fixture.store.put(log.append([first], journal: [entry]))
      let more = log.next(count: 50)
      let again = log.append(more, journal: [log.entry(key, for: more)])
      try same(try fixture.store.append(again, deadline: nil), .keyInUse(entry), "the outcome")
      try same(try fixture.store.allEvents(of: log.aggregateID), [first], "the log")
    },
  ]

  private static func conflict(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("taken")
    var other = log
    try fixture.store.put(log.append([log.next()]))
    let late = other.append([other.next()])
    try same(try fixture.store.append(late, deadline: nil), .conflict(winner: log.events[0]), "the outcome")
    try same(try fixture.store.allEvents(of: log.aggregateID), log.events, "the log")
  }

  private static func severalConflict(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("taken-several")
    var other = log
    try fixture.store.put(log.append([log.next()]))
    let key = try IdempotencyKey("k")
    let events = other.next(count: 3)
    let late = other.append(events, journal: [other.entry(key, for: events)])
    try same(try fixture.store.append(late, deadline: nil), .conflict(winner: log.events[0]), "the outcome")
    try same(try fixture.store.allEvents(of: log.aggregateID), log.events, "the log")
    let journal = try fixture.store.journal(of: log.aggregateID, keys: [key])
    try require(journal.isEmpty, "the journal remembers a command that was not carried out")
  }

  private static func partialOverlap(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("overlap")
    let two = log.next(count: 2)
    try fixture.store.put(log.append(two))
    let three = log.append(two + [log.next()])
    guard case .conflict = try fixture.store.append(three, deadline: nil) else {
      throw Violation(description: "an append of three events was taken for the two that stand there")
    }
    try same(try fixture.store.allEvents(of: log.aggregateID), two, "the log")
  }
}
