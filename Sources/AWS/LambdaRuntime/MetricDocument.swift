import Environment
import JSON

/// One line in the embedded metric format. Dimension values are members of the line, so metrics whose values of one
/// dimension differ cannot share it.
struct MetricDocument {
  private let function: String
  private var entries: [MetricEntry] = []

  private init(function: String) {
    self.function = function
  }

  /// The fewest lines, in order of arrival, that hold all entries.
  static func documents(of entries: [MetricEntry], function: String) -> [MetricDocument] {
    var documents: [MetricDocument] = []
    for entry in entries {
      if let index = documents.firstIndex(where: { $0.canHold(entry) }) {
        documents[index].entries.append(entry)
      } else {
        var document = MetricDocument(function: function)
        document.entries.append(entry)
        documents.append(document)
      }
    }
    return documents
  }

  func json(at time: Timestamp, level: LogLevel) -> JSONValue {
    let milliseconds = time.millisecondsSinceEpoch
    var line = JSONObject([
      ("timestamp", .string(time.rfc3339)), ("level", .string(level.rawValue)),
      (
        "_aws",
        [
          "Timestamp": .number(JSONNumber(Int(milliseconds))),
          "CloudWatchMetrics": .array(directives),
        ]
      ),
      ("function", .string(function)),
    ])
    for entry in entries {
      for dimension in entry.dimensions { line[dimension.name] = .string(dimension.value) }
      line[entry.name.text] = value(of: entry)
    }
    return .object(line)
  }

  private func canHold(_ entry: MetricEntry) -> Bool {
    let dimensions = entries.flatMap(\.dimensions)
    return !entries.contains { $0.name == entry.name }
      && entry.dimensions.allSatisfy { new in dimensions.allSatisfy { $0.name != new.name || $0.value == new.value } }
  }

  /// One for all metrics with the same dimensions.
  private var directives: [JSONValue] {
    var groups: [(dimensions: [String], metrics: [JSONValue])] = []
    for entry in entries {
      let dimensions = ["function"] + entry.dimensions.map(\.name)
      let metric: JSONValue = ["Name": .string(entry.name.text), "Unit": .string(entry.unit.rawValue)]
      if let place = groups.firstIndex(where: { $0.dimensions == dimensions }) {
        groups[place].metrics.append(metric)
      } else {
        groups.append((dimensions, [metric]))
      }
    }
    return groups.map { group in
      [
        "Namespace": "EventSourcing", "Dimensions": [.array(group.dimensions.map { .string($0) })],
        "Metrics": .array(group.metrics),
      ]
    }
  }

  private func value(of entry: MetricEntry) -> JSONValue {
    let values = entry.values.map { JSONValue.number(JSONNumber($0)) }
    return values.count == 1 ? values[0] : .array(values)
  }
}
