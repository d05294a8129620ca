import AWSCore
import Environment
import Testing

@Suite struct ConfigurationTests {
  private static let base = [
    "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret",
  ]

  private func configuration(_ more: [String: String]) throws(ConfigurationError) -> AWSClientConfiguration {
    let variables = Self.base.merging(more) { $1 }
    return try AWSClientConfiguration(service: ClientFixture.service, environment: EnvironmentVariables(variables))
  }

  @Test(
    "endpoints",
    arguments: [
      ([:], "https://example.eu-west-1.amazonaws.com/"),
      (["AWS_REGION": "cn-north-1"], "https://example.cn-north-1.amazonaws.com.cn/"),
      (["AWS_ENDPOINT_URL": "http://127.0.0.1:4566"], "http://127.0.0.1:4566/"),
      (["AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_EXAMPLE": "https://one/custom"], "https://one/custom/"),
      (["AWS_ENDPOINT_URL_EXAMPLE": "", "AWS_ENDPOINT_URL": ""], "https://example.eu-west-1.amazonaws.com/"),
      (["AWS_ENDPOINT_URL_OTHER": "http://other"], "https://example.eu-west-1.amazonaws.com/"),
    ])
  func endpoint(variables: [String: String], url: String) throws {
    #expect(try configuration(variables).endpoint.url == url)
  }

  @Test(
    "bad values",
    arguments: [
      (["AWS_REGION": "evil.example/"], "AWS_REGION"), (["AWS_REGION": "Ü"], "AWS_REGION"),
      (["AWS_ENDPOINT_URL": "ftp://a"], "AWS_ENDPOINT_URL"), (["AWS_ENDPOINT_URL": "https://"], "AWS_ENDPOINT_URL"),
      (["AWS_ENDPOINT_URL_EXAMPLE": "https://a b/"], "AWS_ENDPOINT_URL_EXAMPLE"),
      (["AWS_ENDPOINT_URL": "https://user@a/"], "AWS_ENDPOINT_URL"),
      (["AWS_ENDPOINT_URL": "https://a/?b"], "AWS_ENDPOINT_URL"), (["AWS_MAX_ATTEMPTS": "0"], "AWS_MAX_ATTEMPTS"),
      (["AWS_MAX_ATTEMPTS": "three"], "AWS_MAX_ATTEMPTS"), (["AWS_MAX_ATTEMPTS": "-1"], "AWS_MAX_ATTEMPTS"),
    ])
  func badValue(variables: [String: String], name: String) {
    #expect {
      _ = try configuration(variables)
    } throws: { error in
      guard case .invalid(let variable, _, _) = error as? ConfigurationError else { return false }
      return variable == name && "\(error)".contains(name)
    }
  }

  @Test("missing values", arguments: ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
  func missing(name: String) {
    #expect(throws: ConfigurationError.missing(variable: name)) { try configuration([name: ""]) }
  }

  @Test func attempts() throws {
    #expect(try configuration([:]).retryPolicy == .standard)
    #expect(try configuration(["AWS_MAX_ATTEMPTS": "7"]).retryPolicy.maxAttempts == 7)
  }
}
