import EventSourcing
import JSON

extension EventStoreContract {
  static let copyRules = [
    Rule("the tail carries the latest copy as it stands") { fixture in
      var log = try SampleLog("copied")
      try fixture.store.put(log.append([log.next()]))
      try fixture.put(copy: ["Balance": 100, "Version": 1], of: log.aggregateID, at: .latest)
      try soon(
        { try fixture.store.loadTail(of: log.aggregateID, keys: [], deadline: nil).copies.map { $0["Balance"] } },
        [100], "the copies")
    },
    Rule("a checkpoint comes back with the tail, and an older one never replaces a newer", checkpoint),
    Rule("a checkpoint of another version of the fold makes room, also for an older place") { fixture in
      var log = try SampleLog("another-fold")
      try fixture.store.put(log.append([log.next()], checkpoint: ["Version": 90_000, "ProjectionVersion": 1]))
      fixture.store.keep(["Version": 2_000, "ProjectionVersion": 2], of: log.aggregateID, deadline: nil)
      let copies = try fixture.store.loadTail(of: log.aggregateID, keys: [], deadline: nil).copies
      try same(copies.map { $0["Version"] }, [2_000], "the checkpoint")
    },
    Rule("a checkpoint is of its own aggregate") { fixture in
      var log = try SampleLog("checked")
      try fixture.store.put(log.append([log.next()], checkpoint: ["Version": 7, "ProjectionVersion": 1]))
      let other = try AggregateID("other")
      try require(try fixture.store.loadTail(of: other, keys: [], deadline: nil).copies.isEmpty, "a foreign copy")
    },
    Rule("the nearest snapshot at or below a place", snapshots),
  ]

  private static func checkpoint(_ fixture: any EventStoreFixture) throws {
    var log = try SampleLog("checkpoint")
    for (version, expected) in [(5, 5), (12, 12), (7, 12), (13, 13)] {
      let state: JSONObject = [
        "Version": .number(JSONNumber(version)), "Total": .number(JSONNumber(version)), "ProjectionVersion": 1,
      ]
      try fixture.store.put(log.append([log.next()], checkpoint: state))
      for name in ["Version", "Total"] {
        try soon(
          {
            try fixture.store.loadTail(of: log.aggregateID, keys: [], deadline: nil).copies
              .map { $0[name]?.number?.int }
          }, [expected], "\(name) after the one at \(version)")
      }
    }
  }

  private static func snapshots(_ fixture: any EventStoreFixture) throws {
    let aggregateID = try AggregateID("snapshots")
    for place in [100, 200, 1000] {
      let sequence = SequenceNumber.zero.advanced(by: place)
      try fixture.put(copy: ["Version": .number(JSONNumber(place))], of: aggregateID, at: .snapshot(sequence))
    }
    try fixture.put(copy: ["Version": 1], of: aggregateID, at: .latest)
    for (place, expected) in [(0, nil), (99, nil), (100, 100), (150, 100), (999, 200), (5000, 1000)] as [(Int, Int?)] {
      let sequence = SequenceNumber.zero.advanced(by: place)
      try soon(
        {
          try fixture.store.snapshot(of: aggregateID, atOrBelow: sequence, deadline: nil)?["Version"]?.number?.int
        }, expected, "at or below \(place)")
    }
  }
}
