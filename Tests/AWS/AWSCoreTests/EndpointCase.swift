import AWSCore
import JSON
import TestSupport

/// One case of a service's endpoint rules, as AWS's SDKs carry them.
struct EndpointCase {
  struct Regions {
    let name: String
    let domain: String
    let dualStackDomain: String
    let regions: [String]
  }

  let region: String
  let switches: [String: String]
  /// Without a slash at the end; nil where the case expects an error.
  let url: String?

  static var arePresent: Bool { !ConformanceData.files(in: "endpoints").isEmpty }

  /// The cases that a client of ours can be in: not those of account-based or global endpoints and of search, and not
  /// DynamoDB's pseudo-region `local`.
  static func all(of service: AWSService) throws -> [EndpointCase] {
    let bytes = try ConformanceData.read("endpoints/\(service.signingName).json")
    let cases = try JSONValue(parsing: bytes)["testCases"]?.array ?? []
    return cases.compactMap { EndpointCase($0["params"], $0["expect"]) }
  }

  private init?(_ parameters: JSONValue?, _ expected: JSONValue?) {
    let known: Set = ["Region", "UseFIPS", "UseDualStack", "Endpoint"]
    guard let members = parameters?.object, members.allSatisfy({ known.contains($0.0) }),
      let region = members["Region"]?.string, region != "local"
    else { return nil }
    self.region = region
    var switches: [String: String] = [:]
    if members["UseFIPS"]?.bool == true { switches["AWS_USE_FIPS_ENDPOINT"] = "true" }
    if members["UseDualStack"]?.bool == true { switches["AWS_USE_DUALSTACK_ENDPOINT"] = "true" }
    if let endpoint = members["Endpoint"]?.string { switches["AWS_ENDPOINT_URL"] = endpoint }
    self.switches = switches
    url = expected?["endpoint"]?["url"]?.string
  }

  /// The partitions with their real regions: `aws-global` and its like are none.
  static func partitions() throws -> [Regions] {
    let json = try JSONValue(parsing: ConformanceData.read("endpoints/partitions.json"))
    return (json["partitions"]?.array ?? []).map { partition in
      Regions(
        name: partition["id"]?.string ?? "", domain: partition["outputs"]?["dnsSuffix"]?.string ?? "",
        dualStackDomain: partition["outputs"]?["dualStackDnsSuffix"]?.string ?? "",
        regions: (partition["regions"]?.object ?? JSONObject()).map(\.0).filter { !$0.hasSuffix("-global") })
    }
  }
}
