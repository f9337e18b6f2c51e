package io.tollgate.enforcement.api;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what requests bring, strictly: what could be meant in two ways is refused. */
final class JsonBody {

    /** An account may have a thousand identities; and what fits here fits into a record that Streams accepts. */
    static final int MOST_BYTES = 512 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /** The body as an object. */
    static ObjectNode object(Context request) {
        try {
            if (JSON.readTree(text(request)) instanceof ObjectNode object) {
                return object;
            }
            throw new BadRequestResponse("the body is no JSON object");
        } catch (JsonProcessingException malformed) {
            throw new BadRequestResponse("the body is no JSON: " + malformed.getOriginalMessage());
        }
    }

    /**
     * The body as any JSON.
     *
     * @throws JsonProcessingException if it is none
     */
    static JsonNode any(Context request) throws JsonProcessingException {
        var read = JSON.readTree(text(request));
        if (read.isMissingNode()) {
            throw new JsonParseException("the body is empty");
        }
        return read;
    }

    private static String text(Context request) {
        try {
            byte[] bytes = request.bodyInputStream().readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ContentTooLargeResponse("the body has more than " + MOST_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException foreign) {
            throw new BadRequestResponse("the body is not in UTF-8");
        } catch (IOException gone) {
            throw new BadRequestResponse("the body did not come whole");
        }
    }
}
