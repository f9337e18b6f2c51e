package io.tollgate.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.Account;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the API gives has the fields that its description names, and no others. */
class OpenApiFieldsTest extends ApiOverTopology {

    OpenApiFieldsTest() {
        super(TestApi::over);
    }

    @Test
    void shouldGiveTheFieldsThatAreDescribed() throws Exception {
        // Given
        account(Account.newBuilder().setAccount("bob"));
        rate(rate("plan", "49"));
        verdict(blacklisting("v1", "mallory"));
        new TestCall(topology, "bob", "c1").attempt();
        new TestGateway(topology, "gw1", 1).beat();

        // When
        var document = api.read("/api/openapi.json");

        // Then
        var account = described(document, "Account", "AccountState");
        account.remove("ha1");
        assertThat(fields(api.read("/api/accounts/bob"))).isEqualTo(account);
        assertThat(fields(api.read("/api/calls").get(0))).isEqualTo(described(document, "LiveCall"));
        assertThat(fields(api.read("/api/blacklist").get(0))).isEqualTo(described(document, "BlacklistEntry"));
        assertThat(fields(api.read("/api/rates/plan/49"))).isEqualTo(described(document, "Rate"));
        assertThat(fields(api.read("/api/gateways").get(0))).isEqualTo(described(document, "Gateway"));
    }

    private static Set<String> described(JsonNode document, String... schemas) {
        Set<String> names = new TreeSet<>();
        for (var schema : schemas) {
            names.addAll(fields(document.at("/components/schemas/" + schema + "/properties")));
        }
        return names;
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
