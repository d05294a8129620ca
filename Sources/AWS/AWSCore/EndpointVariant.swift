import Environment

/// Which of a service's endpoints in a region is asked for (AWS SDKs and Tools reference, "Dual-stack and FIPS
/// endpoints").
public struct EndpointVariant: Hashable, Sendable {
  /// Whether its cryptography has to be validated under FIPS 140.
  public var isFIPS: Bool
  /// Whether it has to have IPv6 addresses as well.
  public var isDualStack: Bool

  /// The ordinary endpoint, unless said otherwise.
  public init(isFIPS: Bool = false, isDualStack: Bool = false) {
    self.isFIPS = isFIPS
    self.isDualStack = isDualStack
  }

  /// Reads `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT`: `true` or `false`, in any case; absent is false.
  init(_ environment: EnvironmentVariables) throws(ConfigurationError) {
    isFIPS = try Self.isOn(Self.fipsVariable, environment)
    isDualStack = try Self.isOn(Self.dualStackVariable, environment)
  }

  /// The variable that asks for something else than the ordinary endpoint; nil if none does.
  var variable: String? {
    isFIPS ? Self.fipsVariable : isDualStack ? Self.dualStackVariable : nil
  }

  private static let fipsVariable = "AWS_USE_FIPS_ENDPOINT"
  private static let dualStackVariable = "AWS_USE_DUALSTACK_ENDPOINT"

  private static func isOn(
    _ variable: String, _ environment: EnvironmentVariables
  ) throws(ConfigurationError) -> Bool {
    switch environment[variable]?.lowercased() {
    case nil, "false": false
    case "true": true
    case let value?: throw .invalid(variable: variable, value: value, expected: "true or false")
    }
  }
}
