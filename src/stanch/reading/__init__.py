"""The reader: who says what about whom, exactly where, and is it done?"""
