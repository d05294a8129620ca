import Environment
import EventSourcing

extension EventStoreContract {
  static let journalRules = [
    Rule("a key in use hands back the first command's entry and writes nothing", keyInUse),
    Rule("keys are told apart byte by byte, also where they begin with a combining mark", keysByBytes),
    Rule("a key counts within its aggregate", keyOfAnother),
    Rule("an entry counts up to its expiry and not from then on", expiry),
    Rule("an entry without expiry counts for ever") { fixture in
      var log = try SampleLog("for-ever")
      let key = try IdempotencyKey("k")
      let event = log.next(key: key)
      try fixture.store.put(log.append([event], journal: [log.entry(key, for: [event])]))
      fixture.clock.advance(milliseconds: 100 * 366 * 86_400_000)
      try same(try fixture.store.journal(of: log.aggregateID, keys: [key]).count, 1, "entries")
    },
    Rule("an entry without its event is an orphan, and an append that names it takes its place", orphans),
    Rule("fifty keys in one append, each found again", manyKeys),
  ]

  private static func keyInUse(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("journal")
    let key = try IdempotencyKey("tx-789")
    let events = log.next(count: 2)
    let entry = log.entry(key, for: events, hash: "first", expiresAt: Timestamp(seconds: 2_000_000_000, nanoseconds: 0))
    try fixture.store.put(log.append(events, journal: [entry]))
    let tail = try fixture.store.loadTail(of: log.aggregateID, keys: [key], deadline: nil)
    try same(tail.journal, [entry], "the tail's journal")
    let next = log.next(key: key)
    let again = log.append([next], journal: [log.entry(key, for: [next], hash: "second")])
    try same(try fixture.store.append(again, deadline: nil), .keyInUse(entry), "the outcome")
    try same(try fixture.store.allEvents(of: log.aggregateID), events, "the log")
  }

  private static func keysByBytes(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("keys")
    let texts = ["\u{e9}", "e\u{301}", "\u{301}e", "\u{200d}", "\u{1F3FD}", "#", "Command#", "Checkpoint", "é#1", " "]
    let keys = try texts.map { try IdempotencyKey($0) }
    for key in keys {
      let event = log.next(key: key)
      try fixture.store.put(log.append([event], journal: [log.entry(key, for: [event])]))
    }
    for (key, event) in zip(keys, log.events) {
      let found = try fixture.store.loadTail(of: log.aggregateID, keys: [key], deadline: nil).journal
      try same(found.map(\.events.first?.eventID), [event.eventID], "the entry under \(key.text.debugDescription)")
    }
    try same(try fixture.store.allEvents(of: log.aggregateID).map(\.commandID), texts, "the events' keys")
  }

  private static func keyOfAnother(_ fixture: any EventStoreFixture) throws {
    let key = try IdempotencyKey("shared")
    for name in ["one", "two"] {
      var log = try SampleLog(name)
      let event = log.next(key: key)
      try fixture.store.put(log.append([event], journal: [log.entry(key, for: [event])]))
    }
  }

  private static func expiry(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("expiry")
    let key = try IdempotencyKey("k")
    let seconds = fixture.clock.now().seconds + 60
    let first = log.next(key: key)
    let entry = log.entry(key, for: [first], expiresAt: Timestamp(seconds: seconds, nanoseconds: 0))
    try fixture.store.put(log.append([first], journal: [entry]))
    let second = log.next(key: key)
    let again = log.append([second], journal: [log.entry(key, for: [second])])
    fixture.clock.time = Timestamp(seconds: seconds - 1, nanoseconds: 999_999_999)
    try same(try fixture.store.journal(of: log.aggregateID, keys: [key]), [entry], "just before")
    try same(try fixture.store.append(again, deadline: nil), .keyInUse(entry), "just before")
    fixture.clock.time = Timestamp(seconds: seconds, nanoseconds: 0)
    try same(try fixture.store.journal(of: log.aggregateID, keys: [key]), [], "at its expiry")
    try fixture.store.put(again)
    let found = try fixture.store.journal(of: log.aggregateID, keys: [key])
    try same(found.map(\.events.first?.eventID), [second.eventID], "the entry that took its place")
  }

  private static func orphans(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("orphan")
    var lost = log
    let key = try IdempotencyKey("k")
    let other = try IdempotencyKey("other")
    let first = log.next(key: other)
    // The journal remembers an event that is in no log, as after a restore.
    let orphan = lost.entry(key, for: [lost.next(key: key)], hash: "lost")
    try fixture.store.put(log.append([first], journal: [log.entry(other, for: [first]), orphan]))
    let tail = try fixture.store.loadTail(of: log.aggregateID, keys: [key, other], deadline: nil)
    try same(tail.journal.map(\.key), [other], "the journal")
    try same(tail.orphans, [orphan], "the orphans")
    let next = log.next(key: key)
    let entry = log.entry(key, for: [next])
    try same(
      try fixture.store.append(log.append([next], journal: [entry]), deadline: nil), .keyInUse(orphan), "unnamed")
    try fixture.store.put(
      Append(aggregateID: log.aggregateID, events: [next], journal: [entry], orphans: tail.orphans))
    try same(try fixture.store.journal(of: log.aggregateID, keys: [key]), [entry], "the entry in its place")
  }

  private static func manyKeys(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("many")
    let keys = try (0..<50).map { try IdempotencyKey("tx-\($0)") }
    let events = log.next(count: 50)
    let entries = keys.map { log.entry($0, for: events) }
    try fixture.store.put(log.append(events, journal: entries))
    try same(try fixture.store.journal(of: log.aggregateID, keys: keys), entries, "the journal")
  }
}
