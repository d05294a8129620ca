import AWSCore
import Testing

@Suite struct CredentialsTests {
  @Test func credentialsDoNotShowTheirSecrets() {
    let credentials = Credentials(accessKeyID: "AKID", secretAccessKey: "hidden-key", sessionToken: "hidden-token")
    var dumped = ""
    dump(credentials, to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), dumped] {
      #expect(text.contains("AKID") && !text.contains("hidden"))
    }
  }
}
