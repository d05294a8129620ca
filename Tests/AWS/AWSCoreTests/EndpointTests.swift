import AWSCore
import DynamoDB
import Environment
import EventBridge
import SQS
import TestSupport
import Testing

@Suite struct EndpointTests {
  @Test(
    "the endpoint of a region",
    arguments: [
      ("us-east-1", "dynamodb.us-east-1.amazonaws.com"), ("us-gov-west-1", "dynamodb.us-gov-west-1.amazonaws.com"),
      ("cn-north-1", "dynamodb.cn-north-1.amazonaws.com.cn"),
      ("eusc-de-east-1", "dynamodb.eusc-de-east-1.amazonaws.eu"),
      ("us-iso-east-1", "dynamodb.us-iso-east-1.c2s.ic.gov"),
      ("us-isob-east-1", "dynamodb.us-isob-east-1.sc2s.sgov.gov"),
      ("eu-isoe-west-1", "dynamodb.eu-isoe-west-1.cloud.adc-e.uk"),
      ("us-isof-south-1", "dynamodb.us-isof-south-1.csp.hci.ic.gov"), ("xx-new-1", "dynamodb.xx-new-1.amazonaws.com"),
    ])
  func partition(region: String, host: String) throws {
    #expect(try endpoint(.dynamoDB, region) == "https://\(host)/")
  }

  @Test(
    "FIPS and dual stack",
    arguments: [
      ("us-east-1", "true", "", "sqs-fips.us-east-1.amazonaws.com"),
      ("us-east-1", "", "TRUE", "sqs.us-east-1.api.aws"), ("us-east-1", "True", "true", "sqs-fips.us-east-1.api.aws"),
      ("us-east-1", "false", "False", "sqs.us-east-1.amazonaws.com"),
      ("us-gov-west-1", "true", "", "sqs.us-gov-west-1.amazonaws.com"),
      ("us-gov-west-1", "true", "true", "sqs-fips.us-gov-west-1.api.aws"),
      ("eusc-de-east-1", "", "true", "sqs.eusc-de-east-1.api.amazonwebservices.eu"),
    ])
  func variant(region: String, fips: String, dualStack: String, host: String) throws {
    let switches = ["AWS_USE_FIPS_ENDPOINT": fips, "AWS_USE_DUALSTACK_ENDPOINT": dualStack]
    #expect(try endpoint(.sqs, region, switches) == "https://\(host)/")
  }

  @Test(
    "a switch that cannot be honoured is no endpoint",
    arguments: [
      ["AWS_USE_FIPS_ENDPOINT": "yes"], ["AWS_USE_DUALSTACK_ENDPOINT": "1"],
      ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "https://example.com"],
      ["AWS_USE_DUALSTACK_ENDPOINT": "true", "AWS_ENDPOINT_URL_SQS": "https://example.com"],
    ])
  func refused(switches: [String: String]) {
    let error = #expect(throws: ConfigurationError.self) { try endpoint(.sqs, "us-east-1", switches) }
    #expect(error?.description.contains(switches.keys.first { $0.hasPrefix("AWS_USE") } ?? "-") == true)
  }

  @Test("what vouches for a partition", arguments: ["us-east-1": true, "eusc-de-east-1": true, "cn-north-1": false])
  func roots(region: String, isKnown: Bool) {
    #expect(Partition(region: region).trustsAmazonRoots == isKnown)
  }

  @Test("AWS's own cases", .enabled(if: EndpointCase.arePresent, "conformance data is absent: endpoints"))
  func conformance() throws {
    for service in [AWSService.dynamoDB, .eventBridge, .sqs] {
      let cases = try EndpointCase.all(of: service)
      #expect(cases.count >= 40)
      for example in cases {
        let answer = Result { try endpoint(service, example.region, example.switches) }
        #expect((try? answer.get()) == example.url.map { $0 + "/" }, "\(example)")
      }
    }
  }

  @Test(
    "every region of every partition", .enabled(if: EndpointCase.arePresent, "conformance data is absent: endpoints"))
  func allRegions() throws {
    let partitions = try EndpointCase.partitions()
    #expect(partitions.count >= 8)
    for partition in partitions {
      for region in partition.regions {
        #expect(try endpoint(.sqs, region) == "https://sqs.\(region).\(partition.domain)/")
        let dualStack = try endpoint(.sqs, region, ["AWS_USE_DUALSTACK_ENDPOINT": "true"])
        #expect(dualStack == "https://sqs.\(region).\(partition.dualStackDomain)/")
        #expect(Partition(region: region).name == partition.name)
      }
    }
  }

  private func endpoint(_ service: AWSService, _ region: String, _ variables: [String: String] = [:]) throws -> String {
    let environment = EnvironmentVariables(variables)
    return try Endpoint(service: service, region: region, environment: environment).url
  }
}
