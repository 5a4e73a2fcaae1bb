package health.webqx.imaging.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON Patch, first by the examples of RFC 6902, appendix A. */
class JsonPatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'foo':'bar'} | [{'op':'add','path':'/baz','value':'qux'}] | {'foo':'bar','baz':'qux'}
                    {'foo':['bar','baz']} | [{'op':'add','path':'/foo/1','value':'qux'}] | {'foo':['bar','qux','baz']}
                    {'baz':'qux','foo':'bar'} | [{'op':'remove','path':'/baz'}] | {'foo':'bar'}
                    {'foo':['bar','qux','baz']} | [{'op':'remove','path':'/foo/1'}] | {'foo':['bar','baz']}
                    {'baz':'qux','foo':'bar'} | [{'op':'replace','path':'/baz','value':'boo'}] | {'baz':'boo','foo':'bar'}
                    {'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}} | [{'op':'move','from':'/foo/waldo','path':'/qux/thud'}] | {'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}
                    {'foo':['all','grass','cows','eat']} | [{'op':'move','from':'/foo/1','path':'/foo/3'}] | {'foo':['all','cows','eat','grass']}
                    {'baz':'qux','foo':['a',2,'c']} | [{'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2}] | {'baz':'qux','foo':['a',2,'c']}
                    {'foo':'bar'} | [{'op':'add','path':'/child','value':{'grandchild':{}}}] | {'foo':'bar','child':{'grandchild':{}}}
                    {'foo':'bar'} | [{'op':'add','path':'/baz','value':'qux','xyz':123}] | {'foo':'bar','baz':'qux'}
                    {'/':9,'~1':10} | [{'op':'test','path':'/~01','value':10}] | {'/':9,'~1':10}
                    {'foo':['bar']} | [{'op':'add','path':'/foo/-','value':['abc','def']}] | {'foo':['bar',['abc','def']]}
                    {'a':1.50,'b':[1]} | [{'op':'test','path':'/a','value':1.5},{'op':'copy','from':'/a','path':'/b/0'}] | {'a':1.50,'b':[1.50,1]}
                    {'a':1} | [{'op':'replace','path':'','value':{'b':2}}] | {'b':2}
                    {'a':{'x':1,'y':2}} | [{'op':'test','path':'/a','value':{'y':2,'x':1.0}},{'op':'move','from':'/a','path':'/a'}] | {'a':{'x':1,'y':2}}
                    """)
    void doesWhatTheStandardSays(String before, String patch, String after) {
        assertThat(patched(before, patch)).isEqualTo(after.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'op':'add','path':'/baz/bat','value':'qux'} | [0].path
                    {'op':'add','path':'/foo/2','value':'qux'} | [0].path
                    {'op':'add','path':'/foo/01','value':'qux'} | [0].path
                    {'op':'remove','path':'/foo/-'} | [0].path
                    {'op':'remove','path':'/none'} | [0].path
                    {'op':'remove','path':''} | [0].path
                    {'op':'replace','path':'/none','value':1} | [0].path
                    {'op':'test','path':'/~1','value':'10'} | [0]
                    {'op':'move','from':'/a','path':'/a/b'} | [0].path
                    {'op':'move','from':'/none','path':'/b'} | [0].from
                    {'op':'copy','from':'/none','path':'/b'} | [0].from
                    """)
    void namesTheOperationThatDoesNotApply(String operation, String place) {
        assertThatThrownBy(() -> patched("{'foo':['bar'],'/':10,'a':{}}", "[" + operation + "]"))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.UNPROCESSABLE);
                    assertThat(failure.location()).contains(place);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1]",
                "[{}]",
                "[{'op':'spam','path':'/a'}]",
                "[{'op':'remove'}]",
                "[{'op':'remove','path':'a'}]",
                "[{'op':'remove','path':'/~2'}]",
                "[{'op':'remove','path':7}]",
                "[{'op':'add','path':'/a'}]",
                "[{'op':'move','path':'/a'}]",
                "[{'op':'add','op':'remove','path':'/a','value':1}]",
            })
    void refusesWhatIsNoPatch(String patch) {
        assertThatThrownBy(() -> patched("{}", patch))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED));
    }

    @Test
    void doesNotLetCopiesDoubleAResourceWithoutEnd() {
        String doubling = String.join(",", Collections.nCopies(100, "{'op':'copy','from':'/a','path':'/a/-'}"));
        assertThatThrownBy(() -> patched("{'a':['" + "x".repeat(1000) + "']}", "[" + doubling + "]"))
                .isInstanceOf(Failure.class);
        String deeper = String.join(",", Collections.nCopies(5000, "{'op':'copy','from':'/a','path':'/a/a'}"));
        assertThatThrownBy(() -> patched("{'a':{'b':1}}", "[" + deeper + "]")).isInstanceOf(Failure.class);
    }

    private static String patched(String before, String patch) {
        return JsonPatch.read(Buffer.buffer(patch.replace('\'', '"')))
                .apply(ResourceJson.read(Buffer.buffer(before.replace('\'', '"'))))
                .toString();
    }
}
