import EventSourcing
import JSON

extension EventStoreContract {
  static let contentRules = [
    Rule("names of aggregates are told apart byte by byte") { fixture in
      let names = ["caf\u{e9}", "cafe\u{301}", "\u{301}cafe", "cafe", "CAFE", "\u{212b}", "\u{c5}"]
      var logs = try names.map { try SampleLog($0) }
      for index in logs.indices { try fixture.store.put(logs[index].append([logs[index].next()])) }
      for log in logs {
        let found = try fixture.store.allEvents(of: log.aggregateID)
        try same(found, log.events, "the log of \(log.aggregateID.text.debugDescription)")
        try same(found.map { Array($0.aggregateID.text.utf8) }, [Array(log.aggregateID.text.utf8)], "its name's bytes")
      }
    },
    Rule("a name of 256 bytes and a key of 128 bytes are kept") { fixture in
      var log = try SampleLog(String(repeating: "\u{e9}", count: 128))
      let key = try IdempotencyKey(String(repeating: "\u{1F600}", count: 32))
      let event = log.next(key: key)
      try fixture.store.put(log.append([event], journal: [log.entry(key, for: [event])]))
      try same(try fixture.store.allEvents(of: log.aggregateID), [event], "the log")
    },
    Rule("numbers come back exact, and the hash still fits", numbers),
    Rule("any JSON comes back as it was, and the hash still fits", anyJSON),
    Rule("a payload of 380 KB comes back whole") { fixture in
      var log = try SampleLog("large")
      try fixture.store.put(log.append([log.next(["text": .string(String(repeating: "x", count: 380 * 1024))])]))
      try intact(log, in: fixture)
    },
    Rule("pages that end at the database's own bound lose nothing") { fixture in
      var log = try SampleLog("large-pages")
      let text = JSONValue.string(String(repeating: "y", count: 300 * 1024))
      for _ in 0..<13 { try fixture.store.put(log.append([log.next(["text": text])])) }
      try intact(log, in: fixture)
    },
  ]

  private static func numbers(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("numbers")
    let texts = [
      "0", "-0", "100.50", "1.005e2", "0.1", "-0.30000000000000004", "9007199254740993", "18446744073709551616",
      "12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678", "1E+100", "-1e-100",
      "9.9999999999999999999999999999999999999E+125", "1E-130", "1.000000000000000005", "1.0", "1e0", "10", "1E1",
    ]
    for text in texts {
      guard let number = JSONNumber(text) else { throw Violation(description: "\(text) is not a number") }
      try fixture.store.put(log.append([log.next(["amount": .number(number), "list": [.number(number)]])]))
    }
    try intact(log, in: fixture)
  }

  private static func anyJSON(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("any")
    let payloads: [JSONObject] = [
      [:], ["empty": ""], ["nothing": .null, "yes": true, "no": false, "list": [], "object": [:]],
      ["caf\u{e9}": 1, "cafe\u{301}": 2], ["text": "\" \\ / \u{0} \u{1f} \u{7f} \u{2028} \u{1F600} \u{FFFF}"],
      ["EventType": "not the type", "AggregateId": 5, "size": 1, "S": ["N": "1"]],
      ["deep": [[[[[[[[[["bottom"]]]]]]]]]]],
    ]
    for payload in payloads { try fixture.store.put(log.append([log.next(payload)])) }
    try intact(log, in: fixture)
  }

  private static func intact(_ log: SampleLog, in fixture: any EventStoreFixture) throws {
    let found = try fixture.store.allEvents(of: log.aggregateID)
    try same(found.map(\.data), log.events.map(\.data), "the payloads")
    try same(found, log.events, "the log")
    var chain = LogChain(after: .empty)
    for event in found {
      let fault = chain.advance(over: event)
      try require(fault == nil, "event \(event.sequence): \(String(describing: fault))")
    }
  }
}
