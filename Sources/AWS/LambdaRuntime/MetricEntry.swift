/// One metric under one combination of dimensions.
struct MetricEntry {
  enum Unit: String {
    case count = "Count"
    case milliseconds = "Milliseconds"
  }

  /// What the embedded metric format takes for one metric in one line.
  static let maximumValues = 100

  let name: MetricName
  let unit: Unit
  let dimensions: [MetricDimension]
  var values: [Int] = []
}

/// One dimension with its value.
struct MetricDimension: Hashable {
  let name: String
  let value: String
}
