import Environment

/// Where a service's requests go.
public struct Endpoint: Hashable, Sendable {
  /// Absolute, `http` or `https`, ending with a slash.
  public let url: String

  /// - Parameter url: `http(s)://host[:port][/path]`; nil if it is not of that form.
  public init?(url: String) {
    guard let scheme = ["https://", "http://"].first(where: url.hasPrefix) else { return nil }
    let rest = url.dropFirst(scheme.count)
    let isPrintable = rest.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    guard isPrintable, let first = rest.first, first != "/", !rest.contains(where: "?#@".contains) else { return nil }
    self.url = url.hasSuffix("/") ? url : url + "/"
  }

  /// The service's public endpoint in a region: `https://dynamodb.us-east-1.amazonaws.com/`.
  ///
  /// - Returns: nil if the region is not a host label.
  public init?(service: AWSService, region: String, variant: EndpointVariant = EndpointVariant()) {
    let isLabel = region.utf8.allSatisfy {
      (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
    guard isLabel, !region.isEmpty, region.utf8.count <= 63 else { return nil }
    let partition = Partition(region: region)
    let domain = variant.isDualStack ? partition.dualStackDomain : partition.domain
    let isMarked = variant.isFIPS && !service.hasPlainFIPSHost(in: partition, isDualStack: variant.isDualStack)
    self.init(url: "https://\(service.hostPrefix)\(isMarked ? "-fips" : "").\(region).\(domain)/")
  }

  /// `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL`, else the region's public endpoint of the kind that
  /// `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT` ask for (AWS SDKs and Tools reference, "Service-specific
  /// endpoints"). A switch beside an endpoint of one's own is an error: whoever sets it for compliance must not believe
  /// it has an effect.
  public init(
    service: AWSService, region: String, environment: EnvironmentVariables
  ) throws(ConfigurationError) {
    let variant = try EndpointVariant(environment)
    for variable in ["AWS_ENDPOINT_URL_\(service.endpointVariableSuffix)", "AWS_ENDPOINT_URL"] {
      guard let value = environment[variable] else { continue }
      guard let endpoint = Endpoint(url: value) else {
        throw .invalid(variable: variable, value: value, expected: "http(s)://host[:port][/path]")
      }
      if let switched = variant.variable {
        throw .invalid(variable: switched, value: "true", expected: "false, because \(variable) names the endpoint")
      }
      self = endpoint
      return
    }
    guard let endpoint = Endpoint(service: service, region: region, variant: variant) else {
      throw .invalid(variable: "AWS_REGION", value: region, expected: "a region such as us-east-1")
    }
    self = endpoint
  }
}
