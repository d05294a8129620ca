import Environment
import EventSourcing

extension EventStoreContract {
  static let refusalRules = [
    Rule("a settled refusal is found under its key, and no append takes its place", settled),
    Rule("settled again it is a success; another refusal under its key is none", again),
    Rule("a key that was used cannot be refused any more", used),
    Rule("the keys of processes and those of callers are not the same", origins),
    Rule("a refusal takes the place of an entry without its event, where that is named", overOrphan),
  ]

  private static let rule = SettledRefusal(rule: "NoMoney", message: "There is no money")

  private static func refusal(
    of log: SampleLog, _ key: IdempotencyKey, _ refusal: SettledRefusal = rule
  ) -> JournalEntry {
    JournalEntry(
      aggregateID: log.aggregateID, key: key, requestHash: "content", events: [], refusal: refusal,
      timestamp: SampleLog.start, expiresAt: nil)
  }

  private static func settled(_ fixture: any EventStoreFixture) throws {
    // Of an aggregate that never began, and of one that did.
    for count in [0, 2] {
      var log = try SampleLog("refused-\(count)")
      if count > 0 { try fixture.store.put(log.append(log.next(count: count))) }
      let stored = log.events
      let key = try IdempotencyKey("k")
      let entry = refusal(of: log, key)
      try require(try fixture.store.settle(entry, over: [], deadline: nil), "a refusal under a free key")
      try same(try fixture.store.journal(of: log.aggregateID, keys: [key]), [entry], "the journal")
      let event = log.next(key: key)
      let append = log.append([event], journal: [log.entry(key, for: [event])])
      try same(try fixture.store.append(append, deadline: nil), .keyInUse(entry), "the outcome")
      try same(try fixture.store.allEvents(of: log.aggregateID), stored, "the log")
    }
  }

  private static func again(_ fixture: any EventStoreFixture) throws {
    let log = try SampleLog("refused-again")
    let key = try IdempotencyKey("k")
    for _ in 0..<3 {
      try require(try fixture.store.settle(refusal(of: log, key), over: [], deadline: nil), "the same refusal")
    }
    let other = refusal(of: log, key, SettledRefusal(rule: "Closed", message: "It is closed"))
    try require(try !fixture.store.settle(other, over: [], deadline: nil), "another rule took its place")
    try same(try fixture.store.journal(of: log.aggregateID, keys: [key]).map(\.refusal), [rule], "the journal")
  }

  private static func used(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("used-and-refused")
    let key = try IdempotencyKey("k")
    let event = log.next(key: key)
    let entry = log.entry(key, for: [event])
    try fixture.store.put(log.append([event], journal: [entry]))
    try require(try !fixture.store.settle(refusal(of: log, key), over: [], deadline: nil), "a used key was refused")
    try same(try fixture.store.journal(of: log.aggregateID, keys: [key]), [entry], "the journal")
  }

  private static func origins(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("origins")
    let keys = [try IdempotencyKey("k"), try IdempotencyKey("k", isOfProcess: true)]
    for key in keys {
      let event = log.next(key: key)
      try fixture.store.put(log.append([event], journal: [log.entry(key, for: [event])]))
    }
    for (key, event) in zip(keys, log.events) {
      let found = try fixture.store.journal(of: log.aggregateID, keys: [key])
      try same(found.map(\.events.first?.eventID), [event.eventID], "the entry of one origin")
    }
  }

  private static func overOrphan(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("orphan-and-refused")
    var lost = log
    let key = try IdempotencyKey("k")
    let orphan = lost.entry(key, for: [lost.next(key: key)])
    try fixture.store.put(log.append([log.next()], journal: [orphan]))
    try require(try !fixture.store.settle(refusal(of: log, key), over: [], deadline: nil), "an orphan was not named")
    try require(try fixture.store.settle(refusal(of: log, key), over: [orphan], deadline: nil), "an orphan was named")
    try same(try fixture.store.journal(of: log.aggregateID, keys: [key]).map(\.refusal), [rule], "the journal")
  }
}
