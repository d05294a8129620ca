import Environment
import EventSourcing

extension EventStoreContract {
  static let indexRules = [
    Rule("a type's events across aggregates, oldest and newest first", order),
    Rule("bounds of time are inclusive", timeBounds),
    Rule("pages of the index lose nothing and repeat nothing", indexPages),
    Rule("an unknown type has no events") { fixture in
      try require(try fixture.store.allEvents(ofType: "Unheard").isEmpty, "events were found")
    },
  ]

  private static func order(_ fixture: any EventStoreFixture) throws {
    let events = try fill(fixture)
    for type in ["Opened", "Closed"] {
      let expected = events.filter { $0.type == type }
      try soon({ try fixture.store.allEvents(ofType: type) }, expected, "\(type), oldest first")
      try soon(
        { try fixture.store.allEvents(ofType: type, forward: false) }, expected.reversed(), "\(type), newest first")
    }
  }

  private static func timeBounds(_ fixture: any EventStoreFixture) throws {
    let opened = try fill(fixture).filter { $0.type == "Opened" }
    for (low, high) in [(0, 0), (2, 5), (0, opened.count - 1), (4, 3)] {
      let (from, through) = (opened[low].timestamp, opened[high].timestamp)
      try soon(
        { try fixture.store.allEvents(ofType: "Opened", from: from, through: through) },
        low <= high ? Array(opened[low...high]) : [], "from \(low) through \(high)")
    }
    try soon(
      { try fixture.store.allEvents(ofType: "Opened", from: opened[3].timestamp.adding(milliseconds: 1)) },
      Array(opened[4...]), "from just after the fourth")
  }

  private static func indexPages(_ fixture: any EventStoreFixture) throws {
    let opened = try fill(fixture).filter { $0.type == "Opened" }
    for limit in [1, 2, 3, 100] {
      try soon({ try fixture.store.allEvents(ofType: "Opened", limit: limit) }, opened, "pages of \(limit)")
      try soon(
        { try fixture.store.allEvents(ofType: "Opened", forward: false, limit: limit) }, opened.reversed(),
        "pages of \(limit), newest first")
    }
  }

  /// Events of two aggregates and two types, in order of time, no two at once.
  private static func fill(_ fixture: any EventStoreFixture) throws -> [RecordedEvent] {
    var even = try SampleLog("even")
    var odd = try SampleLog("odd", startingAt: SampleLog.start.adding(milliseconds: 500))
    for place in 0..<9 {
      let type = place % 3 == 2 ? "Closed" : "Opened"
      try fixture.store.put(even.append([even.next(type: type)]))
      try fixture.store.put(odd.append([odd.next(type: type)]))
    }
    return (even.events + odd.events).sorted { $0.timestamp < $1.timestamp }
  }
}

extension EventIndex {
  /// All events of a type, from every partition, page by page, in order of time.
  public func allEvents(
    ofType type: String, from: Timestamp? = nil, through: Timestamp? = nil, forward: Bool = true, limit: Int = 100
  ) throws -> [RecordedEvent] {
    guard let times = IndexTimes(from: from, through: through) else { return [] }
    var requests = partitions(of: type).map {
      EventIndexRequest(partition: $0, times: times, forward: forward, limit: limit)
    }
    var events: [RecordedEvent] = []
    while !requests.isEmpty {
      let pages = try pages(requests, deadline: nil)
      events += pages.flatMap(\.entries).compactMap(\.event)
      requests = zip(requests, pages).compactMap { request, page in
        var request = request
        request.after = page.next
        return page.next == nil ? nil : request
      }
    }
    return events.sorted { forward ? $0.timestamp < $1.timestamp : $0.timestamp > $1.timestamp }
  }
}
