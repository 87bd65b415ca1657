// Judges PDF files by a profile of veraPDF's engine: one line a file, PASS or FAIL, the broken rules below it.
// Run from source: java -cp <jars> PdfaCheck.java 3A FILE…

import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class PdfaCheck {
  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    String name = "/org/verapdf/pdfa/validation/PDFA-" + arguments[0] + ".xml";
    ValidationProfile profile = Profiles.profileFromXml(PdfaCheck.class.getResourceAsStream(name));
    for (int position = 1; position < arguments.length; position++) {
      judge(profile, arguments[position]);
    }
  }

  private static void judge(ValidationProfile profile, String file) throws Exception {
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), profile.getPDFAFlavour());
        PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
      ValidationResult result = validator.validate(parser);
      System.out.println((result.isCompliant() ? "PASS\t" : "FAIL\t") + file);
      Map<String, Integer> broken = new TreeMap<>();
      for (TestAssertion one : result.getTestAssertions()) {
        String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
        broken.merge(rule + " " + one.getMessage(), 1, Integer::sum);
      }
      if (!result.isCompliant()) {
        broken.forEach((rule, count) -> System.out.println("  " + count + "x " + rule));
      }
    }
  }
}
